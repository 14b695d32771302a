// What the build puts into the application: see vite.config.ts and vite/regions.ts.

/** The version in package.json. */
declare const __MIDSUMMER_VERSION__: string;

/** The commit the application was built from; “-dirty” behind it when files differ, “unknown” without git. */
declare const __MIDSUMMER_COMMIT__: string;

declare module "virtual:regions" {
  /** The documents of `regions/`, sorted by path; a path is relative to `regions/`, a missing summary is empty. */
  export const regions: readonly { readonly path: string; readonly title: string; readonly summary: string }[];
}
