/** Fallbacks: a page that cannot be read, or a model that refuses, costs one item and not the whole run. */
import { LLMInference, Module } from "plait";

export class Fetcher extends Module {
  constructor(readonly download: (url: string) => Promise<string>) {
    super();
  }

  async forward(url: string): Promise<string> {
    return this.download(url);
  }
}

type Result = { url: string; ok: true; summary: string; by: string } | { url: string; ok: false; reason: string };

export class Fallback extends Module {
  fetcher: Fetcher;
  primary = new LLMInference({ alias: "primary", systemPrompt: "Summarize the page." });
  backup = new LLMInference({ alias: "backup", systemPrompt: "Summarize the page." });
  digest = new LLMInference({ alias: "digest", systemPrompt: "Write a digest of the summaries." });

  constructor(download: (url: string) => Promise<string>) {
    super();
    this.fetcher = new Fetcher(download);
  }

  summarize(url: string): Result {
    try {
      const page = this.fetcher(url);
      try {
        return { url, ok: true, summary: this.primary(page), by: "primary" };
      } catch {
        return { url, ok: true, summary: this.backup(page), by: "backup" };
      }
    } catch (error) {
      return { url, ok: false, reason: (error as Error).message };
    }
  }

  forward(urls: string[]) {
    const results: Result[] = [];
    for (const url of urls) results.push(this.summarize(url));

    const summaries = results.flatMap((result) => (result.ok ? [result.summary] : []));
    const failed = results.filter((result) => !result.ok).length;
    return {
      digest: summaries.length > 0 ? this.digest(summaries.join("\n")) : "Nothing could be read.",
      failed,
      results,
    };
  }
}
