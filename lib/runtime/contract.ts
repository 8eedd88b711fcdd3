/** Where the functions' own metrics are, by the dimension `service`: the function's name in this project. */
export const METRICS_NAMESPACE = 'Tocsin';
