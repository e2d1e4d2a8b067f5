/** The whole corpus. */
import { rag } from "../twins/rag.js";
import { mapReduceSummary } from "../twins/mapReduceSummary.js";
import { debate } from "../twins/debate.js";
import { selfConsistency } from "../twins/selfConsistency.js";
import { treeOfThoughts } from "../twins/treeOfThoughts.js";
import { toolAgent } from "../twins/toolAgent.js";
import { router } from "../twins/router.js";
import { reflection } from "../twins/reflection.js";
import { judgePanel } from "../twins/judgePanel.js";
import { extractValidateRepair } from "../twins/extractValidateRepair.js";
import { planAndExecute } from "../twins/planAndExecute.js";
import { refineOverNotes } from "../twins/refineOverNotes.js";
import { skeletonOfThought } from "../twins/skeletonOfThought.js";
import { multiHop } from "../twins/multiHop.js";
import { translation } from "../twins/translation.js";
import { codeReview } from "../twins/codeReview.js";
import { meetingMinutes } from "../twins/meetingMinutes.js";
import { mixtureOfAgents } from "../twins/mixtureOfAgents.js";
import { fallback } from "../twins/fallback.js";
import { visualQuestion } from "../twins/visualQuestion.js";
import type { PipelineCase } from "./pipelineCase.js";

export const cases: readonly PipelineCase[] = [
  rag,
  mapReduceSummary,
  debate,
  selfConsistency,
  treeOfThoughts,
  toolAgent,
  router,
  reflection,
  judgePanel,
  extractValidateRepair,
  planAndExecute,
  refineOverNotes,
  skeletonOfThought,
  multiHop,
  translation,
  codeReview,
  meetingMinutes,
  mixtureOfAgents,
  fallback,
  visualQuestion,
];
