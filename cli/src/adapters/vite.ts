/** `plugins: [plaitc()]` in a Vite or Vitest configuration. */
import { unplugin } from "./unplugin.js";

export type { PlaitcOptions } from "./unplugin.js";
export const plaitc = unplugin.vite;
