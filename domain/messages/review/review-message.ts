import { channelType } from '../channels.ts';
import type { Check, Finding, Reviewed } from './check.ts';
import { severities } from './check.ts';
import { contrast, darkContrast, noDarkLook } from './checks/contrast.ts';
import { droppedLink } from './checks/dropped-link.ts';
import { deadLink, insecureLink, misleadingLink, shortenedLink } from './checks/links.ts';
import { missingValue } from './checks/missing-value.ts';
import { mostlyPictures, pictureWithoutText } from './checks/pictures.ts';
import { spamPhrase } from './checks/spam-phrase.ts';
import { exclamations, fakeReply, longSubject, noPreheader, noSubject, shouting } from './checks/subject.ts';
import { textParts } from './checks/text-parts.ts';
import { clipped, heavy } from './checks/weight.ts';
import type { Language } from './language.ts';

/** Everything a message is looked over for. This list is the only one. */
export const checks: readonly Check[] = [
  noSubject,
  fakeReply,
  clipped,
  droppedLink,
  deadLink,
  misleadingLink,
  missingValue,
  insecureLink,
  shortenedLink,
  contrast,
  darkContrast,
  pictureWithoutText,
  mostlyPictures,
  heavy,
  shouting,
  exclamations,
  longSubject,
  noPreheader,
  noDarkLook,
  spamPhrase,
  textParts,
];

/** What matters on paper, where nobody clicks and no mail program is in between. */
const onPaper: readonly Check[] = [missingValue, contrast];

/** Looks a message over as one person gets it; the gravest first, in the sentences of a language. */
export const reviewMessage = (message: Reviewed, language: Language): readonly Finding[] =>
  (channelType(message.channel).body === 'page' ? onPaper : checks)
    .flatMap(({ code, severity, words, find }) =>
      find(message).map((values) => ({
        code,
        severity,
        message: words[language].message(values),
        hint: words[language].hint,
      })),
    )
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
