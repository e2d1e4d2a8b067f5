/** One call on its way through the resource layer, from arrival to its one settlement. */
import type { Timer } from "../env.js";
import type { LLMResponse } from "../providers/types.js";
import type { CompletionJob } from "../run/types.js";
import type { Attempt } from "./attempt.js";
import type { Endpoint } from "./endpoint.js";
import type { Queued } from "./readyQueue.js";

/** Why a call ends without an answer of its own. */
export interface Ending {
  readonly kind: "aborted" | "failed";
  readonly error: unknown;
}

export class PendingCall implements Queued {
  readonly priority: number;
  readonly runNumber: number;
  readonly rank: number;
  place = -1;
  /** Attempts started. */
  attempts = 0;
  /** The last failure, for the message of an error that comes from elsewhere. */
  lastError: unknown;
  attempt: Attempt | undefined;
  backoff: Timer | undefined;
  deadline: Timer | undefined;
  unlisten: (() => void) | undefined;
  /** Set when the call is over but its attempt still has to stop. */
  ending: Ending | undefined;
  settled = false;

  constructor(
    readonly job: CompletionJob,
    readonly endpoint: Endpoint,
    readonly arrival: number,
    readonly resolve: (response: LLMResponse) => void,
    readonly reject: (error: unknown) => void,
  ) {
    this.priority = job.priority;
    this.runNumber = job.runNumber;
    this.rank = job.rank;
  }

  /** Lets go of timers and listeners. */
  clear(): void {
    this.settled = true;
    this.backoff?.cancel();
    this.deadline?.cancel();
    this.unlisten?.();
    this.backoff = this.deadline = this.unlisten = undefined;
  }
}
