/** The public names of plait. */

// Modules
export { Module, callable, isModule } from "./module/module.js";
export { Parameter, type ParameterOptions } from "./module/parameter.js";
export { LLMInference, type Answer, type LLMInferenceOptions } from "./module/llmInference.js";
export { Sequential } from "./module/sequential.js";
export { ModuleList } from "./module/moduleList.js";
export { ModuleDict } from "./module/moduleDict.js";
export { ParameterList } from "./module/parameterList.js";
export { ParameterDict } from "./module/parameterDict.js";
export type { AliasesOf, Resources, ResourcesFor } from "./module/bind.js";
export type { NamedModule, NamedParameter } from "./module/introspect.js";
export type { StandardSchema, SchemaIssue } from "./module/standardSchema.js";
export type { LoadStateDictOptions, StateDict } from "./module/stateDict.js";

// Running
export type { BatchInput, Bound, Inputs, OutputOf } from "./run/bound.js";
export type { RunSettings, StreamSettings } from "./run/settings.js";
export type { StreamResult } from "./run/stream.js";
export { callContext } from "./run/callContext.js";
export { speculate } from "./run/ahead.js";
export type { CallContext, RunEvent } from "./run/types.js";
export type { PlanTree } from "./run/protocol.js";

// Resources
export { defineResources } from "./resources/config.js";
export type { EndpointConfig, LoadedResources, ResourceConfig } from "./resources/config.js";

// Providers
export type {
  ContentPart,
  ImagePart,
  LLMChunk,
  LLMClient,
  LLMRequest,
  LLMResponse,
  Message,
  TextPart,
  ToolCall,
  ToolDefinition,
  Usage,
} from "./providers/types.js";
export { ProviderError } from "./providers/types.js";

// Errors
export { PlaitError } from "./errors.js";

// Resources: kinds of endpoints, what was counted, and the simulated model
export type {
  ClientEndpoint,
  EndpointLimits,
  EndpointList,
  HostedEndpoint,
  SimulatedEndpoint,
} from "./resources/config.js";
export type { AliasMetrics, CostReport, LatencyMetrics } from "./resources/metrics.js";
export type { FaultKind, SimulatedFault, SimulatedLatency, SimulateOptions } from "./simulate/options.js";
export type { FinishReason, ProviderErrorDetails } from "./providers/types.js";
