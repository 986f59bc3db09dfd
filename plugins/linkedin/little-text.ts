/**
 * A text in LinkedIn's "little text format": what has a meaning there is escaped, and hashtags are marked as such
 * (learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format).
 */
export const littleText = (text: string): string =>
  text
    .split(/(?<![\p{L}\p{N}_&/#])#([\p{L}\p{N}_]+)/u)
    .map((part, index) => {
      const escaped = part.replaceAll(/[\\|{}@[\]()<>#*_~]/g, String.raw`\$&`);
      return index % 2 === 0 ? escaped : String.raw`{hashtag|\#|${escaped}}`;
    })
    .join('');
