/**
 * Programs in the form that the compiler emits, each beside the sequential function that it was compiled
 * from. Call sites are numbered in program order.
 */
import { branching } from "./programs/branching.js";
import { effects } from "./programs/effects.js";
import { maps } from "./programs/maps.js";
import { nested } from "./programs/nested.js";
import { regions } from "./programs/regions.js";
import { straight } from "./programs/straight.js";
import { values } from "./programs/values.js";
import type { Program } from "./schedules.js";

export const programs: Program[] = [...straight, ...branching, ...maps, ...nested, ...effects, ...regions, ...values];
