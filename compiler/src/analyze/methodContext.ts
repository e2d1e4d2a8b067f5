/** One method while it is compiled, with everything the analyses know about its file and class. */
import type { Node } from "oxc-parser";
import type { SourceFile } from "../syntax/file.js";
import type { AnyFunction } from "../syntax/walk.js";
import type { ClassInfo, ClassTable } from "./classes.js";
import type { Launch } from "./launches.js";
import type { Private } from "./privates.js";
import type { Binding } from "../syntax/bindings.js";

export interface FileAnalysis {
  file: SourceFile;
  classes: ClassTable;
  /** Every call that may be a module call, by node. */
  launches: Map<Node, Launch>;
  /** Local arrays, objects, Maps and Sets of a method that nobody else holds. */
  privates?: ReadonlyMap<Binding, Private>;
  /** As `privates`, with those that nothing changes. */
  own?: ReadonlyMap<Binding, Private>;
  /** Loops, and callbacks that run once per element. */
  loops?: readonly Node[];
}

export interface MethodContext extends FileAnalysis {
  /** What `this` is; a function has no fields. */
  owner: Pick<ClassInfo, "fields">;
  name: string;
  fn: AnyFunction;
  privates: ReadonlyMap<Binding, Private>;
  loops: readonly Node[];
}
