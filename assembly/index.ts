// The exports of the kernel, and nothing else.
export {
  advance,
  beginRun,
  evaluateJacobian,
  evaluateRightHandSide,
  logPosterior,
  logPosteriorGradient,
  logPosteriorNatural,
  simulate,
} from "./run";
export { pointLogLikelihood, pointModelled, pointQuantile } from "./likelihood";
export { priorArgument } from "./posterior";
export { distribution } from "./distribution/distribution";
export { betaQuantile } from "./distribution/quantile";
export { logDensitySlopes } from "./distribution/slope";
export { fillNormals, fillUniforms, normalVariate, philoxWord, uniform } from "./random";
export { cos, exp, expm1, log, log1p, pow, sin, sqrt, tan, tanh } from "./special/elementary";
export { lgamma } from "./special/gamma";
export { normalCdf, normalQuantile } from "./special/normal";
export { logJacobian, toNatural, toReal } from "./transform";
export { fillBinomials, fillPoissons } from "./variates";

/** First byte that the module itself does not use: the host's arena begins here. */
export function heapBase(): usize {
  return __heap_base;
}
