/** A file that came with a message. */
export type Attachment = { readonly name: string; readonly type: string; readonly bytes: Uint8Array };

/** A file that is not kept, and why. */
export type LeftOutFile = { readonly name: string; readonly why: 'too-many' | 'too-large' | 'not-allowed' };

export const attachmentLimits = { count: 20, bytes: 10_000_000, allBytes: 20_000_000 } as const;

const nameMax = 120;

/** Names of programs: anyone who opens one by mistake runs it. */
const programs =
  /\.(?:exe|com|bat|cmd|scr|pif|cpl|msi|msp|msix|appx|jar|js|jse|mjs|vbs|vbe|wsf|wsh|hta|ps1|psm1|lnk|url|reg|dll|sys|iso|img|vhd|vhdx|apk|app|dmg|pkg|deb|rpm|sh|chm|scf|inf|gadget|application|settingcontent-ms)$/i;

/** Types that browsers show without running anything; others are only offered as a download. */
const shown: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
  'text/csv',
]);

/** The name of a file for people: without folders, control characters and characters that turn the reading round. */
export const fileName = (name: string | undefined): string => {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029"<>:|?*]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '');
  if (plain === '') return 'file';
  if (plain.length <= nameMax) return plain;
  const end = /\.[A-Za-z0-9]{1,10}$/.exec(plain)?.[0] ?? '';
  return plain.slice(0, nameMax - end.length) + end;
};

/** The type under which a file is served: one of those that are safe to show, or plain bytes. */
export const servedType = (type: string): string => {
  const plain = type.split(';')[0]?.trim().toLowerCase() ?? '';
  return shown.has(plain) ? plain : 'application/octet-stream';
};

/** The files of a message that are kept, within the limits; programs, and what is too many or too large, are named and left out. */
export const fitAttachments = (
  files: readonly Attachment[],
): { readonly kept: readonly Attachment[]; readonly leftOut: readonly LeftOutFile[] } => {
  const kept: Attachment[] = [];
  const leftOut: LeftOutFile[] = [];
  let bytes = 0;
  for (const file of files) {
    const name = fileName(file.name);
    const size = file.bytes.byteLength;
    const isLarge = size > attachmentLimits.bytes || bytes + size > attachmentLimits.allBytes;
    const why = programs.test(name)
      ? 'not-allowed'
      : kept.length >= attachmentLimits.count
        ? 'too-many'
        : isLarge
          ? 'too-large'
          : undefined;
    if (why === undefined) {
      bytes += size;
      kept.push({ name, type: servedType(file.type), bytes: file.bytes });
    } else if (leftOut.length < attachmentLimits.count) leftOut.push({ name, why });
  }
  return { kept, leftOut };
};
