/** Makes a text small that need not be a program: leaves out ever smaller runs of its tokens, as long as `fails` says so. */
export function shrinkText(text: string, fails: (candidate: string) => boolean, limitMs = 60_000): string {
  const until = Date.now() + limitMs;
  let tokens: string[] = text.match(/[\w$]+|\s+|[^\w$\s]/gu) ?? [];
  for (let size = tokens.length >> 1; size >= 1; size = size > 1 ? size >> 1 : 0) {
    for (let at = 0; at < tokens.length && Date.now() < until;) {
      const candidate = [...tokens.slice(0, at), ...tokens.slice(at + size)];
      if (fails(candidate.join(""))) tokens = candidate;
      else at += size;
    }
  }
  return tokens.join("");
}
