import type { LinkKeys } from '../../domain/messages/links/links.ts';
import type { Attempts } from '../http/attempts.ts';
import type { ClientAddress } from '../http/client-address.ts';
import type { Accept } from '../ports/accept.ts';
import type { NoteForm } from '../ports/form-counts.ts';
import type { Pages } from '../ports/pages.ts';
import type { PostImages } from '../ports/post-images.ts';
import type { QuotePages } from '../ports/quotes.ts';
import type { RegistrationPages } from '../ports/registrations.ts';
import type { SelfService } from '../ports/self-service.ts';
import type { Clock, Log } from '../ports/platform.ts';
import type { LinkLimit } from './link-limit.ts';

/** What the public links are handed. */
export type LinkDeps = {
  readonly keys: LinkKeys;
  readonly publicUrl: string;
  readonly accept: Accept;
  readonly pages: Pages;
  readonly noteForm: NoteForm;
  readonly postImages: PostImages;
  readonly quotePages: QuotePages;
  readonly registrationPages: RegistrationPages;
  readonly selfService: SelfService;
  readonly clock: Clock;
  readonly log: Log;
  readonly clientAddress: ClientAddress;
  readonly limit: LinkLimit;
  /** Referral codes that are none. */
  readonly attempts: Attempts;
};
