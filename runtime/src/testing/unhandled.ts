/** One unhandled rejection is a bug: a test file that calls this with the hooks of its runner fails on any. */
type Hook = (run: () => void | Promise<void>) => void;

export function expectNoUnhandledRejection(before: Hook, after: Hook): void {
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  before(() => void process.on("unhandledRejection", note));
  after(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", note);
    const found = unhandled.splice(0);
    if (found.length > 0) throw new Error(`unhandled rejections: ${found.map(String).join(", ")}`);
  });
}
