/** What a right tocsin.yaml leaves open: hours without anybody, or somebody or something that no page comes to. */
export interface CoverageGap {
  /** Of what it is about, in tocsin.yaml. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}
