/**
 * A cheap look at a text, because most files of a project hold no pipeline. A module class has a base class,
 * and a function or other class that makes module calls knows of modules through what it imports.
 */
export function looksLikePipeline(text: string): boolean {
  // A declaration that is not understood is said wherever it stands.
  if (text.includes("@plait")) return true;
  return /\bextends\b/.test(text) || (/\bimport\b/.test(text) && /\bfunction\b|=>|\bclass\b/.test(text));
}
