/**
 * `plait/simulate`: a simulated language model, as a pure function and as a local HTTP server that the
 * official SDKs of OpenAI and Anthropic can talk to. For tests, demos and work without keys. Needs Node;
 * in a pipeline, `provider: "simulated"` does the same without HTTP.
 */
export { startSimulator, type SimulatedCall, type Simulator, type SimulatorOptions } from "./simulate/server.js";
export { simulateAnswer, simulateResponse, type SimulatedRequest } from "./simulate/model.js";
export type { FaultKind, SimulatedFault, SimulatedLatency, SimulateOptions } from "./simulate/options.js";
