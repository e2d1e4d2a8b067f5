import { expect, test } from "vitest";
import { realEnv } from "../env.js";
import { withBaseUrls } from "./baseUrl.js";
import { Dispatcher } from "./dispatcher.js";

const env = (variables: Record<string, string>) => ({ ...realEnv, variable: (name: string) => variables[name] });

test("an endpoint's own address wins, the environment's serves those without", () => {
  const { endpoints } = withBaseUrls(
    {
      endpoints: {
        own: { provider: "openai", model: "m", baseUrl: "http://127.0.0.1:1/v1" },
        open: { provider: "openai", model: "m" },
        claude: { provider: "anthropic", model: "m" },
        local: { provider: "simulated", model: "m" },
      },
    },
    env({ OPENAI_BASE_URL: "http://127.0.0.1:2/v1" }),
  );
  expect(endpoints["own"]).toMatchObject({ baseUrl: "http://127.0.0.1:1/v1" });
  expect(endpoints["open"]).toMatchObject({ baseUrl: "http://127.0.0.1:2/v1" });
  expect(endpoints["claude"]).not.toHaveProperty("baseUrl");
  expect(endpoints["local"]).not.toHaveProperty("baseUrl");
});

test("a server of this machine, named by the environment, needs no key; a wrong address is said", () => {
  const config = { endpoints: { fast: { provider: "openai", model: "m" } } } as const;
  expect(() => new Dispatcher(config, env({ OPENAI_BASE_URL: "http://127.0.0.1:2/v1" }))).not.toThrow();
  expect(() => new Dispatcher(config, env({ OPENAI_BASE_URL: "nowhere" }))).toThrow(
    /PLT1033.*endpoints\.fast\.baseUrl/s,
  );
});
