/**
 * The aliases that a module needs an endpoint for, with the field that each comes from. Types carry most of
 * them; the rest is found where the modules are made:
 *
 *     extractor = new LLMInference({ alias: "fast" });             from the type LLMInference<"fast">
 *     private judges: LLMInference[] = [new LLMInference({ alias: "smart" })];      from the initialiser
 *
 * Unlike the type of `bind`, this sees private and `#` fields and has no limit on depth.
 */
import { moduleTypes } from "./moduleTypes.js";
import type { ts, TypeScript } from "./typescript.js";

export interface RequiredAlias {
  alias: string;
  /** Class and field as a person writes them: `Report`, `extractor`. */
  className: string;
  field: string;
  /** Where the field is declared or the module made. */
  node: ts.Node | undefined;
}

export function requiredAliases(tsApi: TypeScript, checker: ts.TypeChecker, root: ts.Type): RequiredAlias[] {
  const modules = moduleTypes(tsApi, checker);
  const found = new Map<string, RequiredAlias>();
  const seen = new Set<ts.Type>();
  type Place = Pick<RequiredAlias, "className" | "field" | "node">;

  function add(alias: string, place: Place): void {
    if (!found.has(alias)) found.set(alias, { alias, ...place });
  }

  function walk(type: ts.Type, place: Place): void {
    if (seen.has(type)) return;
    seen.add(type);
    if (type.isUnionOrIntersection()) {
      for (const member of type.types) walk(member, place);
    } else if (type.flags & tsApi.TypeFlags.Instantiable) {
      const constraint = checker.getBaseConstraintOfType(type);
      if (constraint) walk(constraint, place);
    } else if (type.flags & tsApi.TypeFlags.Object) {
      walkObject(type, place);
    }
  }

  function walkObject(type: ts.Type, place: Place): void {
    if (modules.isModule(type)) {
      const alias = modules.aliasOf(type);
      if (alias !== undefined) add(alias, place);
      else walkModule(type, place);
      return;
    }
    // Arrays, tuples, Maps, Sets, and what else is made of other types.
    if ((type as ts.ObjectType).objectFlags & tsApi.ObjectFlags.Reference) {
      for (const argument of checker.getTypeArguments(type as ts.TypeReference)) {
        walk(argument, place);
      }
    }
    if (isPlainObject(type)) walkProperties(type, () => place);
    const element = type.getStringIndexType() ?? type.getNumberIndexType();
    if (element) walk(element, place);
  }

  function walkModule(type: ts.Type, place: Place): void {
    const own = modules.isOwn(type);
    const className = type.symbol.name;
    // A container of plait's says what it holds through its type; the field to name is the one that holds it.
    walkProperties(type, (property) =>
      own ? place : { className, field: fieldName(property), node: property.valueDeclaration },
    );
    if (!own) for (const part of classParts(type)) walkCode(part, className, type);
  }

  function walkProperties(type: ts.Type, placeOf: (property: ts.Symbol) => Place): void {
    for (const property of checker.getPropertiesOfType(type)) {
      if (property.flags & (tsApi.SymbolFlags.Method | tsApi.SymbolFlags.Accessor)) continue;
      const propertyType = checker.getTypeOfSymbol(property);
      if (propertyType.flags & (tsApi.TypeFlags.Object | tsApi.TypeFlags.UnionOrIntersection)) {
        walk(propertyType, placeOf(property));
      }
    }
  }

  /** Objects that only hold values, as `bind` opens them at run time; an instance of a class is not opened. */
  function isPlainObject(type: ts.Type): boolean {
    const declarations = type.symbol?.declarations ?? [];
    return declarations.some(
      (d) =>
        (tsApi.isObjectLiteralExpression(d) || tsApi.isTypeLiteralNode(d) || tsApi.isInterfaceDeclaration(d)) &&
        !d.getSourceFile().isDeclarationFile,
    );
  }

  /** Field initialisers and constructors of the class and of the user's classes that it extends. */
  function classParts(type: ts.Type): ts.Node[] {
    const parts: ts.Node[] = [];
    for (const declaration of type.symbol.declarations ?? []) {
      if (!tsApi.isClassLike(declaration)) continue;
      for (const member of declaration.members) {
        const isField = tsApi.isPropertyDeclaration(member) && member.initializer !== undefined;
        if (isField || tsApi.isConstructorDeclaration(member)) parts.push(member);
      }
      const base = declaration.heritageClauses?.find((clause) => clause.token === tsApi.SyntaxKind.ExtendsKeyword)
        ?.types[0];
      const baseType = base && checker.getTypeAtLocation(base);
      if (baseType?.symbol && modules.isModule(baseType) && !modules.isOwn(baseType)) {
        parts.push(...classParts(baseType));
      }
    }
    return parts;
  }

  /** `new LLMInference({ alias: "fast" })` and `new Child()`, wherever they are in the code. */
  function walkCode(code: ts.Node, className: string, owner: ts.Type): void {
    const visit = (node: ts.Node): void => {
      if (tsApi.isNewExpression(node)) {
        const type = checker.getTypeAtLocation(node);
        const place = { className, field: assignedField(code, node), node };
        if (modules.isModule(type) && type !== owner) {
          const alias = modules.hasAlias(type) ? literalAlias(node) : undefined;
          if (alias !== undefined) add(alias, place);
          else walk(type, place);
        }
      }
      tsApi.forEachChild(node, visit);
    };
    visit(code);
  }

  function literalAlias(node: ts.NewExpression): string | undefined {
    const options = node.arguments?.[0];
    const type = options && checker.getTypeAtLocation(options);
    const alias = type?.getProperty("alias");
    if (!alias) return undefined;
    const declaration = alias.valueDeclaration;
    const value = declaration && tsApi.isPropertyAssignment(declaration) ? declaration.initializer : undefined;
    const valueType = value ? checker.getTypeAtLocation(value) : checker.getTypeOfSymbol(alias);
    return valueType.isStringLiteral() ? valueType.value : undefined;
  }

  /** `judges` for `judges = [new …]` and for `this.judges.push(new …)` in a constructor. */
  function assignedField(code: ts.Node, made: ts.Node): string {
    if (tsApi.isPropertyDeclaration(code)) return code.name.getText();
    for (let node = made.parent; node !== code; node = node.parent) {
      const target = tsApi.isBinaryExpression(node)
        ? node.left
        : tsApi.isCallExpression(node)
          ? node.expression
          : undefined;
      const field = target && /^this\.(#?[\w$]+)/.exec(target.getText())?.[1];
      if (field) return field;
    }
    return "constructor";
  }

  walk(root, { className: root.symbol?.name ?? "module", field: "", node: undefined });
  return [...found.values()];
}

/** `#judge` is known to the checker as `__#1@#judge`. */
function fieldName(property: ts.Symbol): string {
  return property.name.replace(/^__#\d+@/, "");
}
