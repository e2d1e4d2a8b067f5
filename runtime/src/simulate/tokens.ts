/** A rough count of tokens: four characters each, as in English text. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
