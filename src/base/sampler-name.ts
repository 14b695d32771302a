// The samplers by name: what a document, a run's settings and the registry of samplers must agree on.

export const SAMPLER_NAMES = ["auto", "adaptive_metropolis", "de_mcz", "nuts", "imis", "independence"] as const;

export type SamplerName = (typeof SAMPLER_NAMES)[number];
