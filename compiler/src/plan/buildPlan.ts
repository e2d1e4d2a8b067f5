/**
 * The dependence graph of a method, from its intermediate form: a node for everything that takes time or
 * keeps its place, an edge with a reason for everything that one of them waits for. Synchronous code between
 * calls is folded into the edges.
 */
import type { MethodPlan, PlanNode } from "plait/internal";
import type { Node } from "oxc-parser";
import type { Launch } from "../analyze/launches.js";
import { operandsOf, outsOf, type Block, type MethodIr, type Op, type Operand, type Variable } from "../ir.js";
import type { State } from "../lower/state.js";
import { positionAt } from "../syntax/parse.js";
import { shortText } from "../syntax/file.js";
import { computeLevels } from "./computeLevels.js";
import { headOf, nameOf } from "./labels.js";
import { PlanGraph, TOP, type Place } from "./planGraph.js";
import { selfOf, ValueSources, type Sources } from "./valueSources.js";

export function buildPlan(ir: MethodIr, state: State): MethodPlan {
  const { file } = state.ctx;
  const graph = new PlanGraph(file.lines);
  const { nodes } = graph;
  const sources = new ValueSources(state);
  const joins = new Map<number, { params: Variable[]; sources: Sources[] }>();
  const launchOf = new Map<number, Launch>([...state.siteOf].map(([launch, site]) => [site, launch]));
  const dataEdges = (operands: readonly Operand[], to: PlanNode, use: string): void => {
    for (const [from, name] of sources.all(operands)) graph.addEdge(from, to.id, "data", `\`${name}\` is used ${use}`);
  };
  const baseName = (variable: Variable): string => state.hintOf(variable);

  const visitBlock = (block: Block, place: Place): Sources => {
    for (const op of block.ops) visitOp(op, place);
    const { result } = block;
    if (result.kind === "value") return result.value ? sources.of(result.value) : new Map();
    if (result.kind === "exit") {
      exits.at(-1)?.push({ exit: result.exit, values: result.values.map((value) => sources.of(value)) });
      return new Map();
    }
    if (result.kind === "outs") return new Map();
    const join = joins.get(result.label.id);
    result.args.forEach((arg, i) => {
      for (const [node, name] of sources.of(arg)) join?.sources[i]?.set(node, name);
      const param = join?.params[i];
      if (param && join) sources.give(param, join.sources[i]);
    });
    return new Map();
  };

  interface Ending {
    exit: number | "next";
    values: Sources[];
  }
  /** How the regions around may end, from the outside in. */
  const exits: Ending[][] = [];
  /** The same of regions behind which something goes on, by the variable of their exit. */
  const endings = new Map<number, Ending[]>();
  const functions = new Map<number, number>();
  /** The node that decides where a region leaves for. */
  const guardOf = (exit: Operand): number | undefined => {
    const decides = [...sources.of(exit).keys()];
    return decides.length === 0 ? undefined : Math.max(...decides);
  };
  /** The blocks of a region; what it gives comes from how they end. */
  const region = (
    op: Extract<Op, { outs: Variable[] }>,
    node: PlanNode | undefined,
    around: Place,
    parts: { arm: Block; params: readonly Variable[]; from: Sources[]; place?: Place }[],
  ): void => {
    const ends: Ending[] = [];
    exits.push(ends);
    for (const { arm, params, from, place } of parts) {
      params.forEach((param, i) => sources.give(param, new Map([...(from[i] ?? []), ...(node ? selfOf(node) : [])])));
      visitBlock(arm, place ?? around);
    }
    exits.pop();
    const before = parts[0]?.from ?? [];
    const lead = op.kind === "mapWith" ? 1 : 0;
    op.outs.forEach((out, i) => {
      const merged: Sources = new Map(node ? selfOf(node) : []);
      for (const [id, name] of before[i - lead] ?? []) merged.set(id, name);
      for (const end of ends) {
        if (end.exit === 0 || end.exit === "next") for (const [id, name] of end.values[i] ?? []) merged.set(id, name);
      }
      sources.give(out, merged);
    });
    if (op.out) {
      const tests: Sources = new Map(node ? selfOf(node) : []);
      endings.set(
        op.out.id,
        ends.map((end) => ({ exit: end.exit === "next" ? 0 : end.exit, values: end.values })),
      );
      sources.give(op.out, tests);
    }
  };

  const visitOp = (op: Op, place: Place): void => {
    switch (op.kind) {
      case "let":
        sources.give(op.out, new Map());
        return;
      case "on":
      case "await":
      case "written":
      case "get":
      case "array":
      case "object":
        sources.give(op.out, sources.all(operandsOf(op)));
        return;
      case "unpack":
        for (const out of op.outs) sources.give(out, sources.of(op.value));
        return;
      case "statements": {
        const from = sources.all(operandsOf(op));
        if (!op.effect) {
          for (const out of op.outs) sources.give(out, from);
          sources.give(op.out, from);
          return;
        }
        const node = graph.addNode("effect", shortText(file, op.node, 32), op.node, place);
        dataEdges(operandsOf(op), node, "in it");
        graph.orderEdges(node);
        for (const out of outsOf(op)) sources.give(out, selfOf(node));
        return;
      }
      case "effect": {
        const node = graph.addNode("effect", shortText(file, op.node, 32), op.node, place);
        dataEdges(operandsOf(op), node, "in it");
        graph.orderEdges(node);
        sources.give(op.out, selfOf(node));
        return;
      }
      case "throw": {
        const node = graph.addNode("throw", shortText(file, op.node, 32), op.node, place);
        dataEdges(operandsOf(op), node, "in it");
        graph.mayFail(node);
        return;
      }
      case "ahead":
        startedAt.set((op.out as Variable).id, place);
        sources.give(op.out, new Map());
        return;
      case "drop":
        return;
      case "call":
      case "use":
      case "invoke": {
        const launch = launchOf.get(op.site);
        const started = op.kind === "use" ? startedAt.get(op.ahead.id) : undefined;
        const shared = state.shared.get(op.site)?.map((node) => positionAt(file.lines, node.start));
        const node = graph.addNode(
          launch === undefined || isOfModule(launch) ? "call" : "method",
          nameOf(state, op, launch),
          op.node,
          place,
          {
            site: op.site,
            ...(launch ? { callee: shortText(file, launch.callee, 60) } : {}),
            ...(launch?.className === undefined ? {} : { calleeClass: launch.className }),
            ...(launch?.alias === undefined ? {} : { alias: launch.alias }),
            ...(started && { speculative: { tests: testsBetween(started, place), extraCalls: 1, savedLevels: 0 } }),
            ...(shared && { shared }),
          },
          started,
        );
        if (op.kind !== "invoke") dataEdges([op.callee], node, "as the callee");
        op.args.forEach((arg, i) =>
          dataEdges([arg], node, op.args.length === 1 ? "in its argument" : `in argument ${i + 1}`),
        );
        graph.mayFail(node);
        sources.give(op.out, selfOf(node));
        return;
      }
      case "if":
      case "branch": {
        const at =
          op.node.type === "IfStatement"
            ? op.node.test
            : op.node.type === "ConditionalExpression"
              ? op.node.test
              : op.node.type === "LogicalExpression"
                ? op.node.left
                : op.node;
        const node = graph.addNode("branch", shortText(file, at, 32), at, place);
        branches.push({ id: node.id, start: at.start });
        dataEdges([op.test], node, "in the test");
        const then = visitBlock(op.then, { ...place, parent: node.id, arm: "then", guards: [] });
        const otherwise = visitBlock(op.otherwise, { ...place, parent: node.id, arm: "else", guards: [] });
        if (op.kind === "if") sources.give(op.out, new Map([...selfOf(node), ...then, ...otherwise]));
        else {
          op.outs.forEach((out, i) => {
            const values = [op.then, op.otherwise].map((b) =>
              b.result.kind === "outs" ? b.result.values[i] : undefined,
            );
            sources.give(out, new Map([...selfOf(node), ...values.flatMap((v) => (v ? [...sources.of(v)] : []))]));
          });
        }
        return;
      }
      case "map": {
        if (op.inline) {
          // Code over the elements, not a region that anything waits for.
          sources.give(op.item, sources.of(op.items));
          sources.give(op.list, sources.of(op.items));
          sources.give(op.index, new Map());
          sources.give(op.out, new Map([...sources.of(op.items), ...visitBlock(op.body, place)]));
          return;
        }
        const node = graph.addNode("map", nameOf(state, op), op.node, place, { site: op.site });
        dataEdges([op.items], node, "as the list");
        sources.give(op.item, new Map([...sources.of(op.items), ...selfOf(node)]));
        sources.give(op.list, sources.of(op.items));
        sources.give(op.index, new Map());
        const body = visitBlock(op.body, { parent: node.id, arm: undefined, guards: [] });
        sources.give(op.out, new Map([...selfOf(node), ...body]));
        return;
      }
      case "sequential": {
        const node = graph.addNode("sequential", shortText(file, op.node, 32), op.node, place);
        dataEdges(operandsOf(op), node, "in it");
        graph.orderEdges(node);
        for (const [site, launch] of launchOf) {
          if (launch.node.start < op.node.start || launch.node.end > op.node.end) continue;
          const inner = graph.addNode(
            isOfModule(launch) ? "call" : "method",
            nameOf(state, op, launch),
            launch.node,
            { parent: node.id, arm: undefined, guards: [] },
            {
              site,
              callee: shortText(file, launch.callee, 60),
              ...(launch.className === undefined ? {} : { calleeClass: launch.className }),
              ...(launch.alias === undefined ? {} : { alias: launch.alias }),
            },
          );
          const before = nodes.findLast((n) => n.parent === node.id && n.id < inner.id);
          if (before)
            graph.addEdge(before.id, inner.id, "order", "a region that runs as written makes one call after another");
          graph.lastEffect = inner.id;
        }
        const end = graph.lastEffect ?? node.id;
        for (const out of outsOf(op)) sources.give(out, new Map([[end, baseName(out)]]));
        return;
      }
      case "at":
      case "list":
      case "members":
      case "is":
      case "merge":
      case "member":
      case "writers":
      case "behind":
      case "changed":
      case "push":
      case "put":
      case "filter":
      case "flat":
        sources.give(op.out, sources.all(operandsOf(op)));
        return;
      case "mark":
        return;
      case "closure": {
        const node = graph.addNode("function", nameOf(state, op), op.node, place);
        for (const param of op.params) sources.give(param.variable, new Map());
        exits.push([]);
        visitBlock(op.body, { parent: node.id, arm: undefined, guards: [] });
        exits.pop();
        if (op.out) functions.set(op.out.id, node.id);
        sources.give(op.out, new Map());
        return;
      }
      case "enter": {
        const launch = launchOf.get(op.site);
        const node = graph.addNode("method", nameOf(state, op, launch), op.node, place, {
          site: op.site,
          ...(launch ? { callee: shortText(file, launch.callee, 60) } : {}),
        });
        op.args.forEach((arg) => dataEdges([arg], node, "in its argument"));
        graph.mayFail(node);
        for (const out of outsOf(op)) sources.give(out, selfOf(node));
        return;
      }
      case "block":
        region(op, undefined, place, [{ arm: op.body, params: [], from: [] }]);
        return;
      case "loop":
      case "each":
      case "mapWith": {
        const node = graph.addNode("loop", headOf(file, op.node), op.node, place, { site: op.site });
        if (op.kind !== "loop") dataEdges([op.items], node, "as the list");
        const carried = op.body.params.slice(op.body.params.length - op.values.length);
        op.body.params.slice(0, -op.values.length || undefined).forEach((param) => {
          if (op.kind !== "loop" && !carried.includes(param))
            sources.give(param, new Map([...sources.of(op.items), ...selfOf(node)]));
        });
        region(op, node, { parent: node.id, arm: undefined, guards: [] }, [
          { arm: op.body.block, params: carried, from: op.values.map((value) => sources.of(value)) },
        ]);
        return;
      }
      case "try": {
        const node = graph.addNode("try", "try", op.node, place);
        sources.give(op.record, new Map());
        const inner = (arm: "body" | "catch" | "finally"): Place => ({ parent: node.id, arm, guards: [] });
        const from = op.values.map((value) => sources.of(value));
        const parts = [{ arm: op.body, params: [] as Variable[], from, place: inner("body") }];
        for (const [arm, name] of [
          [op.handler, "catch"],
          [op.finalizer, "finally"],
        ] as const) {
          if (!arm) continue;
          const params = arm.params.slice(arm.params.length - op.values.length);
          if (arm.params.length > params.length) sources.give(arm.params[1], selfOf(node));
          parts.push({ arm: arm.block, params, from, place: inner(name) });
        }
        region(op, node, place, parts);
        return;
      }
      case "after": {
        const ends = "variable" in op.exit ? (endings.get(op.exit.variable.id) ?? []) : [];
        const at = guardOf(op.exit);
        op.places.forEach((arm, exit) => {
          arm.params.forEach((param, i) => {
            const merged: Sources = new Map();
            for (const end of ends) {
              if (end.exit === exit) for (const [node, name] of end.values[i] ?? []) merged.set(node, name);
            }
            if (at !== undefined) merged.set(at, (nodes[at] as PlanNode).label);
            sources.give(param, merged);
          });
        });
        const values: Sources = new Map();
        const guards = at === undefined ? place.guards : [...place.guards, at];
        for (const arm of op.places)
          for (const [node, name] of visitBlock(arm.block, { ...place, guards })) values.set(node, name);
        sources.give(op.out, values);
        return;
      }
      case "join": {
        const join = { params: op.params, sources: op.params.map((): Sources => new Map()) };
        joins.set(op.label.id, join);
        pendingJoins.push({ op, place });
        return;
      }
    }
  };
  /** Where calls that start early are started, by the variable they are in. */
  const startedAt = new Map<number, Place>();
  /** The nodes that decide whether `inner` is reached from `outer`. */
  const testsBetween = (outer: Place, inner: Place): number[] => {
    const tests = inner.guards.filter((guard) => !outer.guards.includes(guard));
    for (let at = inner.parent; at !== undefined && at !== outer.parent; at = nodes[at]?.parent) tests.push(at);
    return tests.sort((a, b) => a - b);
  };
  // The code after a join comes after the arms that lead to it: it is visited when they have been.
  const pendingJoins: { op: Extract<Op, { kind: "join" }>; place: Place }[] = [];
  const branches: { id: number; start: number }[] = [];

  for (const param of ir.params) {
    const node = graph.addNode(
      "input",
      state.isNumbered(param.variable)
        ? shortText(file, state.ctx.fn.params[ir.params.indexOf(param)] as Node, 24)
        : baseName(param.variable),
      state.ctx.fn,
      TOP,
    );
    sources.give(param.variable, selfOf(node));
  }
  const visitWithJoins = (block: Block, place: Place): Sources => {
    const result: Sources = new Map(visitBlock(block, place));
    while (pendingJoins.length > 0) {
      const { op, place: around } = pendingJoins.pop() as (typeof pendingJoins)[number];
      const inside = branches.filter((b) => b.start >= op.node.start && b.start < op.node.end).map((b) => b.id);
      for (const [node, name] of visitBlock(op.body, { ...around, guards: [...around.guards, ...inside] }))
        result.set(node, name);
    }
    return result;
  };
  const returned = visitWithJoins(ir.body, TOP);
  const end = graph.addNode("return", "return", { start: state.ctx.fn.end - 1 }, TOP);
  for (const [from, name] of returned) graph.addEdge(from, end.id, "data", `\`${name}\` is returned`);
  graph.endWith(end);

  const { levels, criticalPath } = computeLevels(nodes, graph.edges);
  for (const { level, speculative } of nodes) {
    if (!speculative) continue;
    const decided = Math.max(...speculative.tests.map((test) => (nodes[test] as PlanNode).level));
    speculative.savedLevels = Math.max(0, decided - level);
  }
  return {
    name: ir.name,
    params: nodes.filter((n) => n.kind === "input").map((n) => n.label),
    position: positionAt(file.lines, state.ctx.fn.start),
    nodes,
    edges: graph.edges,
    levels,
    criticalPath,
    calls: nodes.filter((n) => n.kind === "call" || n.kind === "method").length,
  };
}

const isOfModule = ({ kind }: Launch): boolean => kind === "module" || kind === "callback";
