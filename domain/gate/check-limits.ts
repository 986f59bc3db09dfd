import type { Problem } from '../problem.ts';
import { durationLength } from '../time/duration.ts';
import type { FrequencyCap, Limiting, QuietSetting } from './limits.ts';
import { addsNothing } from './quiet-week.ts';

/** What limits are about: the channel and topic of the messages they hold, where that is known. */
type About = { readonly channel?: string | undefined; readonly topic?: string | undefined };

type Checking = {
  readonly limits: Limiting;
  /** Where they stand, such as `steps[0]`; empty at the top of a file. */
  readonly path: string;
  readonly about: About;
  /** The limits of the tenant. */
  readonly tenant: Limiting;
};

const at = (path: string, field: string): string => (path === '' ? field : `${path}.${field}`);

const covers = (outer: string | undefined, inner: string | undefined): boolean =>
  outer === undefined || outer === inner;

const lengthOf = (cap: FrequencyCap): number => durationLength(cap.within) ?? 0;

const checkCap = (input: Checking & { cap: FrequencyCap; index: number }): readonly Problem[] => {
  const { cap, index, about, tenant, path } = input;
  const tighter = (tenant.caps ?? []).find(
    (one) =>
      covers(one.channel, cap.channel ?? about.channel) &&
      covers(one.topic, cap.topic ?? about.topic) &&
      one.max <= cap.max &&
      lengthOf(one) >= lengthOf(cap),
  );
  if (tighter === undefined) return [];
  return [
    {
      code: 'cap-does-nothing',
      path: at(path, `caps[${index}]`),
      message: `This cap of ${cap.max} within ${cap.within} holds nothing: \`ciclo.json\` lets ${tighter.max} through within ${tighter.within}.`,
      hint: 'A cap here can only be lower than that: lower `max`, lengthen `within`, or remove it.',
      severity: 'warning',
    },
  ];
};

/** Quiet hours as people write them. */
const shown = ({ days, from = '00:00', to = '24:00' }: QuietSetting): string =>
  `${days === undefined ? '' : `${days.join(', ')} `}${from} to ${to}`;

const checkQuiet = (input: Checking & { hours: QuietSetting; index: number }): readonly Problem[] => {
  const { hours, index, about, tenant, path } = input;
  const others = (tenant.quietHours ?? []).filter(
    (one) => covers(one.channel, hours.channel ?? about.channel) && covers(one.country, hours.country),
  );
  if (!addsNothing(hours, others)) return [];
  return [
    {
      code: 'quiet-hours-do-nothing',
      path: at(path, `quietHours[${index}]`),
      message: `These quiet hours add nothing: \`ciclo.json\` has ${others.map(shown).join(' and ')} already.`,
      hint: 'Quiet hours here are added to those: name more hours, or remove them.',
      severity: 'warning',
    },
  ];
};

/** Warns of limits that are no narrower than those of the tenant, which they cannot widen. */
export const checkLimits = (input: Checking): readonly Problem[] => [
  ...(input.limits.caps ?? []).flatMap((cap, index) => checkCap({ ...input, cap, index })),
  ...(input.limits.quietHours ?? []).flatMap((hours, index) => checkQuiet({ ...input, hours, index })),
];

/** The fields of limits that do nothing on a transactional message, as errors. */
export const checkUseless = (input: { limits: Limiting; path: string }): readonly Problem[] =>
  (['caps', 'quietHours'] as const).flatMap((field): Problem[] =>
    input.limits[field] === undefined
      ? []
      : [
          {
            code: 'useless-field',
            path: at(input.path, field),
            message: `\`${field}\` does nothing on a transactional message, which caps and quiet hours never hold.`,
            hint: 'Remove it, or make the message a marketing one.',
            severity: 'error',
          },
        ],
  );
