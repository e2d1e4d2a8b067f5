/**
 * A mutant of the runtime: a mistake against a rule of the call protocol, as changes of its source text. Each text
 * must be there once; where the runtime has changed, the mutant has to be written anew.
 */
export interface Patch {
  /** Under runtime/src/. */
  file: string;
  find: string;
  replace: string;
}

export interface RuntimeMutant {
  name: string;
  patches: readonly Patch[];
  /** Why no program can tell it from the runtime. */
  implied?: string;
  /** The probe that shows it: tried first. */
  probe?: string;
}

export const mutant = (name: string, file: string, find: string, replace: string, implied?: string): RuntimeMutant => ({
  name,
  patches: [{ file: `run/${file}.ts`, find, replace }],
  ...(implied === undefined ? {} : { implied }),
});

export const shownBy = (probe: string, ...mutants: readonly RuntimeMutant[]): RuntimeMutant[] =>
  mutants.map((one) => ({ ...one, probe }));
