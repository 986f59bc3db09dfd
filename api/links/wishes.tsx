import { frequencies, isFrequency, wishTraits } from '../../domain/gate/wishes.ts';
import type { JsonObject } from '../../domain/json.ts';
import { isZone } from '../../domain/time/zone.ts';
import type { PersonWishes, PublicSettings } from '../ports/pages.ts';
import type { Fields } from './form.ts';
import type { PageTexts } from './texts.ts';

type Reader = { readonly locale: 'en' | 'es'; readonly texts: PageTexts };

const dayMs = 86_400_000;
/** How long the pause of the preference centre is. */
const pauseMs = 30 * dayMs;

/** What a language calls itself; its tag where nobody knows. */
const languageName = (tag: string): string => {
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
};

const localesOf = (input: { settings: PublicSettings; person: PersonWishes }): readonly string[] => {
  const { settings, person } = input;
  const own = person.locale === undefined ? [] : [person.locale];
  return [...new Set([...(settings.locales ?? [settings.defaultLocale]), ...own])];
};

const zones = Intl.supportedValuesOf('timeZone');

const Choose = (props: {
  name: string;
  label: string;
  hint?: string | undefined;
  options: readonly (readonly [value: string, text: string])[];
  chosen: string;
}) => (
  <label>
    <span>
      {props.label}
      {props.hint === undefined ? null : <small>{props.hint}</small>}
    </span>
    <select name={props.name}>
      {props.options.map(([value, text]) => (
        <option value={value} selected={value === props.chosen}>
          {text}
        </option>
      ))}
    </select>
  </label>
);

/** How often, in which language and by which clock the person wants to be written to. */
export const WishFields = (props: Reader & { settings: PublicSettings; person: PersonWishes }) => {
  const { texts, person } = props;
  const often = Object.keys(frequencies).filter(isFrequency);
  const zone = person.zone?.zone;
  return (
    <>
      <fieldset>
        <legend>{texts.howOften}</legend>
        <Choose
          name="frequency"
          label={texts.frequency}
          chosen={person.frequency ?? ''}
          options={[
            ['', texts.frequencies.any],
            ...often.map((one) => [one, texts.frequencies[one]] as const),
          ]}
        />
      </fieldset>
      <fieldset>
        <legend>{texts.you}</legend>
        <Choose
          name="locale"
          label={texts.language}
          chosen={person.locale ?? ''}
          options={[
            ...(person.locale === undefined ? [['', '–'] as const] : []),
            ...localesOf(props).map((tag) => [tag, languageName(tag)] as const),
          ]}
        />
        <Choose
          name="timezone"
          label={texts.timezone}
          hint={texts.zoneFrom[person.zone?.from ?? 'none']}
          chosen={zone ?? ''}
          options={[
            ...(zone === undefined ? [['', '–'] as const] : []),
            ...[...new Set([...(zone === undefined ? [] : [zone]), ...zones])].map(
              (name) => [name, name.replaceAll('_', ' ')] as const,
            ),
          ]}
        />
      </fieldset>
    </>
  );
};

/** Whether the person is on a pause, and the button that begins or ends one. */
export const Pause = (props: Reader & { person: PersonWishes }) => {
  const { texts, person, locale } = props;
  const until = person.pausedUntil;
  const day =
    until === undefined
      ? ''
      : new Intl.DateTimeFormat(locale, {
          dateStyle: 'long',
          timeZone: person.zone?.zone ?? 'UTC',
        }).format(until);
  return until === undefined ? (
    <button class="plain" name="do" value="pause">
      {texts.pause}
    </button>
  ) : (
    <>
      <p role="status">{texts.paused(day)}</p>
      <button class="plain" name="do" value="resume">
        {texts.resume}
      </button>
    </>
  );
};

const fieldOf = (fields: Fields, name: string): string | undefined => fields.get(name)?.[0];

/** The traits that a form changes, and the person as they are then. A field that cannot be read changes nothing. */
export const wishesOf = (input: {
  fields: Fields;
  settings: PublicSettings;
  person: PersonWishes;
  /** Epoch milliseconds. */
  now: number;
}): { readonly traits: JsonObject; readonly person: PersonWishes } => {
  const { fields, settings, person, now } = input;
  const { pausedUntil: _paused, frequency: before, ...rest } = person;
  if (fieldOf(fields, 'do') === 'pause') {
    const until = now + pauseMs;
    const traits = { [wishTraits.pausedUntil]: new Date(until).toISOString() };
    return { traits, person: { ...person, pausedUntil: until } };
  }
  if (fieldOf(fields, 'do') === 'resume') {
    const { pausedUntil: _until, ...others } = person;
    return { traits: { [wishTraits.pausedUntil]: null }, person: others };
  }
  if (fieldOf(fields, 'do') !== 'save') return { traits: {}, person };
  const often = fieldOf(fields, 'frequency');
  const frequency = isFrequency(often) ? often : often === '' ? undefined : before;
  const asked = fieldOf(fields, 'locale');
  const locale = asked !== undefined && localesOf({ settings, person }).includes(asked) ? asked : rest.locale;
  const named = fieldOf(fields, 'timezone');
  const isOther = isZone(named) && named !== rest.zone?.zone;
  const zone = isOther ? { zone: named, from: 'shop' as const } : rest.zone;
  const paused = person.pausedUntil === undefined ? {} : { pausedUntil: person.pausedUntil };
  return {
    traits: {
      ...(frequency === before ? {} : { [wishTraits.frequency]: frequency ?? null }),
      ...(locale === undefined || locale === rest.locale ? {} : { locale }),
      ...(isOther ? { timezone: named } : {}),
    },
    person: {
      consents: rest.consents,
      ...paused,
      ...(frequency === undefined ? {} : { frequency }),
      ...(locale === undefined ? {} : { locale }),
      ...(zone === undefined ? {} : { zone }),
    },
  };
};
