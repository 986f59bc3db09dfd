/** One file of the studio, as a browser gets it. */
export type StudioFile = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same compressed; undefined for what does not get smaller. */
  readonly gzip: Uint8Array<ArrayBuffer> | undefined;
  readonly type: string;
  readonly etag: string;
};

/** The built studio: files by their path below `/studio/`. `index.html` is the page of all its addresses. */
export type StudioFiles = { readonly read: (path: string) => Promise<StudioFile | undefined> };

/** Opens the studio; the first time it is built, which takes some seconds. Rejects when it cannot be built. */
export type OpenStudio = () => Promise<StudioFiles>;
