/** How files of images begin. */
const beginnings: readonly {
  readonly type: string;
  readonly at: number;
  readonly bytes: readonly number[];
}[] = [
  { type: 'image/png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', at: 0, bytes: [0x47, 0x49, 0x46, 0x38] },
  { type: 'image/webp', at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
];

/** The type of an image by how its file begins: PNG, JPEG, GIF or WebP; undefined for anything else. */
export const imageTypeOf = (file: Uint8Array): string | undefined =>
  beginnings.find(({ at, bytes }) => bytes.every((byte, index) => file[at + index] === byte))?.type;
