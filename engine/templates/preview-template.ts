import { CicloError, notFound } from '../../domain/errors.ts';
import type { CompiledMessage } from '../../domain/messages/compiled-message.ts';
import type { Finding } from '../../domain/messages/review/check.ts';
import type { Language } from '../../domain/messages/review/language.ts';
import type { FindPeople } from '../../api/ports/people.ts';
import type { TenantSettings } from '../../domain/workspace/tenant-settings.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { DraftMessage } from './draft-message.ts';
import { type Preview, renderPreview } from './render-preview.ts';
import { inLocale, type PreviewReader, sampleProfile } from './sample-reader.ts';

/** Which message, and for whom: a person, or the sample of the message by default. */
export type PreviewWish = {
  readonly tenant: string;
  readonly key: string;
  readonly profile?: string | undefined;
  /** The locale of the text, instead of the person's own. */
  readonly locale?: string | undefined;
  /** Whose drafts the message is made of, instead of what is published. */
  readonly draftsOf?: string | undefined;
};

/** A message as somebody would get it. */
export type TemplatePreview = {
  readonly live: LiveWorkspace;
  readonly settings: TenantSettings;
  readonly message: CompiledMessage;
  readonly reader: PreviewReader;
  readonly preview: Preview;
};

/**
 * Fills a message for a person. Throws `not-found` for a message or person there is none of, `unprocessable` with the problems for a
 * draft that cannot be published.
 */
export type PreviewTemplate = (wish: PreviewWish) => Promise<TemplatePreview>;

/** Makes the function that fills a message as it would be filled when it is sent; nothing is sent. */
export const createPreviewTemplate = (deps: {
  live: LiveWorkspaces;
  peopleReads: FindPeople;
  draftMessage: DraftMessage;
  clock: Clock;
  defaultFrom: string;
}): PreviewTemplate => {
  return async ({ tenant, key, profile: id, locale, draftsOf }) => {
    const live = await deps.live.of(tenant);
    const { message, settings } =
      draftsOf === undefined
        ? { message: live.messages.get(key)?.compiled, settings: live.published.settings }
        : await deps.draftMessage({ tenant, owner: draftsOf, key });
    if (message === undefined) {
      throw new CicloError({ code: 'not-found', message: `There is no message “${key}”.` });
    }
    const now = deps.clock.now(tenant);
    const { sample } = message;
    const profile =
      id === undefined
        ? sampleProfile({ sample, tenant, now })
        : await deps.peopleReads.profile({ tenant, id });
    if (profile === undefined) throw notFound('person');
    const reader = inLocale({ sample, profile }, locale);
    const preview = renderPreview({ message, settings, defaultFrom: deps.defaultFrom, reader, now });
    return { live, settings, message, reader, preview };
  };
};

/** What is doubtful about a preview. The parsers it needs are loaded with the first one. */
export const findingsOf = async (
  { message, preview }: Pick<TemplatePreview, 'message' | 'preview'>,
  language: Language,
): Promise<readonly Finding[]> => {
  if (preview.kind === 'missing') return [];
  const { reviewMessage } = await import('../../domain/messages/review/review-message.ts');
  const { rendered } = preview;
  return reviewMessage(
    {
      channel: message.channel,
      class: message.class,
      subject: rendered.subject,
      preheader: rendered.preheader,
      html: rendered.html,
      text: rendered.text,
      missing: rendered.missing,
      dropped: rendered.dropped,
    },
    language,
  );
};
