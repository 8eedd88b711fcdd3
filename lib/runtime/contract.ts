/** Environment: the stack that a function is of. */
export const STACK_NAME = 'STACK_NAME';
/**
 * Where the functions' own metrics are, by the dimensions `stack` (one account may hold several) and `service`, the
 * function's name in this project.
 */
export const METRICS_NAMESPACE = 'Tocsin';
/** What a bundle finds its configuration under: put in front of its code at synth. */
export const CONFIGURATION = 'TOCSIN_CONFIGURATION';
