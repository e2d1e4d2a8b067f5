/**
 * Programs whose compiled form does not reach their twin yet, each with what it waits for. A test fails when one
 * of them does, so that the list only gets shorter.
 */
export const BEHIND: Readonly<Record<string, { forms: readonly string[]; because: string }>> = {
  rag: { forms: ["loaded", "built"], because: "`sort` and `flatMap` are waited for as a whole" },
  mapReduceSummary: { forms: ["loaded", "built"], because: "`slice` of a list waits for all of it" },
  planAndExecute: { forms: ["loaded", "built"], because: "a record that a local function reads is no value" },
  skeletonOfThought: { forms: ["loaded", "built"], because: "`length` of a list in a text waits for all of it" },
  multiHop: { forms: ["loaded", "built"], because: "`flatMap` is waited for as a whole" },
  translation: { forms: ["loaded", "built"], because: "`filter` on one field waits for the others" },
  codeReview: { forms: ["loaded", "built"], because: "`filter` and `flatMap` are waited for as a whole" },
  meetingMinutes: {
    forms: ["loaded", "built"],
    because: "an object in a list of the method's own is waited for as a whole",
  },
};
