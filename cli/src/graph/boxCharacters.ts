/** Which character joins lines of given weights in the four directions. */

/** 0 no line, 1 light, 2 heavy. */
export type Weight = 0 | 1 | 2;

export interface Arms {
  up: Weight;
  right: Weight;
  down: Weight;
  left: Weight;
}

/** How a straight piece of an edge is drawn. */
export type Dash = "solid" | "guard" | "order";

// Weights up, right, down, left; then the character. The Unicode block "Box Drawing", U+2500 to U+257F.
const JOINTS =
  "0101─ 0202━ 1010│ 2020┃ 0110┌ 0210┍ 0120┎ 0220┏ 0011┐ 0012┑ 0021┒ 0022┓ " +
  "1100└ 1200┕ 2100┖ 2200┗ 1001┘ 1002┙ 2001┚ 2002┛ " +
  "1110├ 1210┝ 2110┞ 1120┟ 2120┠ 2210┡ 1220┢ 2220┣ " +
  "1011┤ 1012┥ 2011┦ 1021┧ 2021┨ 2012┩ 1022┪ 2022┫ " +
  "0111┬ 0112┭ 0211┮ 0212┯ 0121┰ 0122┱ 0221┲ 0222┳ " +
  "1101┴ 1102┵ 1201┶ 1202┷ 2101┸ 2102┹ 2201┺ 2202┻ " +
  "1111┼ 1112┽ 1211┾ 1212┿ 2111╀ 1121╁ 2121╂ 2112╃ 2211╄ 1122╅ 1221╆ 2212╇ 1222╈ 2122╉ 2221╊ 2222╋ " +
  "0001╴ 1000╵ 0100╶ 0010╷ 0002╸ 2000╹ 0200╺ 0020╻ 0201╼ 1020╽ 0102╾ 2010╿";
const BY_ARMS = new Map(JOINTS.split(" ").map((entry) => [entry.slice(0, 4), entry.slice(4)]));

const ROUND = new Map([
  ["0110", "╭"],
  ["0011", "╮"],
  ["1100", "╰"],
  ["1001", "╯"],
]);

const DASHED: Record<Exclude<Dash, "solid">, { light: [string, string]; heavy: [string, string] }> = {
  guard: { light: ["┈", "┊"], heavy: ["┉", "┋"] },
  order: { light: ["╌", "╎"], heavy: ["╍", "╏"] },
};

export function boxCharacter(arms: Arms, dash: Dash = "solid", round = false): string {
  const key = `${arms.up}${arms.right}${arms.down}${arms.left}`;
  if (dash !== "solid") {
    const across = key === "0101" || key === "0202";
    if (across || key === "1010" || key === "2020") {
      const weight = key.includes("2") ? "heavy" : "light";
      return DASHED[dash][weight][across ? 0 : 1];
    }
  }
  return (round ? ROUND.get(key) : undefined) ?? BY_ARMS.get(key) ?? " ";
}

/** The same with characters that every terminal has. */
export function asciiCharacter(arms: Arms, dash: Dash = "solid"): string {
  const across = arms.left > 0 || arms.right > 0;
  const along = arms.up > 0 || arms.down > 0;
  if (across && along) return "+";
  if (across) return dash !== "solid" ? "." : arms.left === 2 || arms.right === 2 ? "=" : "-";
  if (along) return dash !== "solid" ? ":" : "|";
  return " ";
}
