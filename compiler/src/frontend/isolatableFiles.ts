/**
 * Where JavaScript can be written with nothing but the file itself at hand. TypeScript looks into other files
 * while it writes JavaScript in a few cases, and only in these:
 *
 *     Size.Big                       where Size may be a constant enumeration: 2
 *     export { Shape } from "./x"    left out where Shape is only a type
 *     import Alias = Space.Inner     the same
 *     enum Color { Red = LIMIT }     where LIMIT may be a string
 *     decorator metadata             names of types
 */
import type { ts, TypeScript } from "./typescript.js";

export type IsIsolatable = (file: ts.SourceFile) => boolean;

export function isolatableFiles(tsApi: TypeScript, program: ts.Program): IsIsolatable {
  const options = program.getCompilerOptions();
  const never =
    options.emitDecoratorMetadata === true ||
    options.outFile !== undefined ||
    program.getSourceFiles().some((file) => hasConstEnum(program, file));
  const writtenSo = options.isolatedModules === true || options.verbatimModuleSyntax === true;
  if (never) return () => false;
  return (file) => tsApi.isExternalModule(file) && (writtenSo || !asks(tsApi, file));
}

/** What is known of a file holds as long as the file; library files hold none. */
const constEnums = new WeakMap<ts.SourceFile, boolean>();

function hasConstEnum(program: ts.Program, file: ts.SourceFile): boolean {
  let known = constEnums.get(file);
  if (known === undefined) {
    known = !program.isSourceFileDefaultLibrary(file) && /\bconst\s+enum\b/.test(file.text);
    constEnums.set(file, known);
  }
  return known;
}

function asks(tsApi: TypeScript, file: ts.SourceFile): boolean {
  // Exports and import aliases stand at the top or in a namespace; only enumerations may stand anywhere.
  const isDeep = /\b(?:enum|namespace|module)\b/.test(file.text);
  return file.statements.some((statement) => asksOtherFiles(tsApi, statement, isDeep));
}

function asksOtherFiles(tsApi: TypeScript, node: ts.Node, isDeep: boolean): boolean {
  if (tsApi.isExportDeclaration(node)) {
    return (
      !node.isTypeOnly &&
      node.exportClause !== undefined &&
      tsApi.isNamedExports(node.exportClause) &&
      node.exportClause.elements.some((element) => !element.isTypeOnly)
    );
  }
  if (tsApi.isExportAssignment(node))
    return tsApi.isIdentifier(node.expression) || tsApi.isPropertyAccessExpression(node.expression);
  if (tsApi.isImportEqualsDeclaration(node)) return !tsApi.isExternalModuleReference(node.moduleReference);
  if (tsApi.isEnumDeclaration(node)) {
    return node.members.some(({ initializer }) => initializer !== undefined && !isLiteral(tsApi, initializer));
  }
  if (!isDeep) return false;
  return tsApi.forEachChild(node, (child) => (asksOtherFiles(tsApi, child, isDeep) ? true : undefined)) === true;
}

function isLiteral(tsApi: TypeScript, node: ts.Expression): boolean {
  const inner = tsApi.isPrefixUnaryExpression(node) ? node.operand : node;
  return tsApi.isNumericLiteral(inner) || tsApi.isStringLiteralLike(inner);
}
