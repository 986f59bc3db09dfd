import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

import { createLinks, type LinkOwner, readToken } from '../../../domain/messages/links/links.ts';
import { selfServiceTimes } from '../../../domain/messages/self-service-mail.ts';
import type { ApiEnv } from '../../http/env.ts';
import type { PublicSettings } from '../../ports/pages.ts';
import type { Self } from '../../ports/self-service.ts';
import type { LinkDeps } from '../deps.ts';
import { pageTexts, type PageTexts } from '../texts.ts';
import { selfServiceTexts, type SelfServiceTexts } from './texts.ts';

/** Whose pages a link leads to, before anybody proved that they may see them. */
export type Scene = {
  readonly c: Context<ApiEnv>;
  /** The person as they are now. */
  readonly who: Self;
  /** The address of the pages, without a slash at the end. */
  readonly base: string;
  readonly settings: PublicSettings;
  readonly locale: 'en' | 'es';
  readonly common: PageTexts;
  readonly texts: SelfServiceTexts;
  readonly zone: string;
  readonly now: number;
};

/** A scene of somebody who proved that it is them; `asked` names the proof. */
export type OpenScene = Scene & { readonly asked: string };

const cookieName = 'ciclo-self-service';

/** The path before the pages, where the address of the engine has one. */
const prefixOf = (publicUrl: string): string => new URL(publicUrl).pathname.replace(/\/+$/, '');

const cookieOptions = (publicUrl: string) =>
  ({
    path: `${prefixOf(publicUrl)}/a`,
    httpOnly: true,
    sameSite: 'Lax',
    secure: publicUrl.startsWith('https:'),
  }) as const;

/** Remembers in the browser who proved that it is them. */
export const keepSession = (c: Context<ApiEnv>, deps: LinkDeps, owner: Omit<LinkOwner, 'at'>): void => {
  const at = Math.floor(deps.clock.systemTime() / 1000);
  const token = createLinks(deps).selfServiceSession({ ...owner, at });
  setCookie(c, cookieName, token, {
    ...cookieOptions(deps.publicUrl),
    maxAge: selfServiceTimes.sessionSeconds,
  });
};

/** Forgets it in this browser. */
export const endSession = (c: Context<ApiEnv>, deps: LinkDeps): void => {
  deleteCookie(c, cookieName, cookieOptions(deps.publicUrl));
};

/** The scene as one of who proved that it is them: a session of the same person, as they are now. Undefined without. */
export const openScene = async (deps: LinkDeps, scene: Scene): Promise<OpenScene | undefined> => {
  const session = readToken({
    token: getCookie(scene.c, cookieName) ?? '',
    kind: 'selfServiceSession',
    keys: deps.keys,
    now: deps.clock.systemTime() / 1000,
    maxAgeSeconds: selfServiceTimes.sessionSeconds,
  });
  if (session === undefined || session.tenant !== scene.who.tenant) return undefined;
  const whose = await deps.selfService.self(session);
  if (whose?.profileId !== scene.who.profileId) return undefined;
  const { messageId: asked, at } = session;
  return (await deps.selfService.isClosed({ ...whose, asked, at })) ? undefined : { ...scene, asked };
};

/** Makes the scene of a link that was read; undefined for somebody whom we do not know (any more). */
export const sceneOf = async (input: {
  c: Context<ApiEnv>;
  deps: LinkDeps;
  link: LinkOwner;
  /** The token of the pages. */
  token: string;
}): Promise<Scene | undefined> => {
  const { c, deps, link, token } = input;
  const { tenant } = link;
  const settings = await deps.pages.settings(tenant);
  const who = settings === undefined ? undefined : await deps.selfService.self(link);
  const person = who === undefined ? undefined : await deps.pages.person(who);
  if (settings === undefined || who === undefined || person === undefined) return undefined;
  const { locale, texts } = pageTexts({
    asked: c.req.query('lang'),
    person: person.locale,
    acceptLanguage: c.req.header('accept-language'),
    fallback: settings.defaultLocale,
  });
  return {
    c,
    who,
    base: `${prefixOf(deps.publicUrl)}/a/${token}`,
    settings,
    locale,
    common: texts,
    texts: selfServiceTexts(locale),
    zone: person.zone?.zone ?? 'UTC',
    now: deps.clock.now(tenant),
  };
};

/** A day as the person reads it. */
export const dayText = ({ locale, zone }: Pick<Scene, 'locale' | 'zone'>, at: number): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: zone }).format(at);

/** What a key is called; as it stands where nobody says. */
export const wordFor = (texts: SelfServiceTexts, key: string): string => texts.words.get(key) ?? key;
