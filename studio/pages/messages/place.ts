import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { z } from 'zod';

const text = z.coerce.string().min(1).optional().catch(undefined);

/** How a message is looked at. */
export const views = ['desktop', 'phone', 'dark', 'text'] as const;
export type View = (typeof views)[number];

const gallerySchema = z.object({ q: text, channel: text });
const messageSchema = z.object({ person: text, locale: text, view: z.enum(views).catch('desktop') });
const editSchema = messageSchema.extend({ file: text, as: z.enum(['blocks', 'code']).catch('blocks') });
export type MessagePlace = z.infer<typeof messageSchema>;

const usePlace = <Place extends object>(schema: z.ZodType<Place>) => {
  const place = schema.parse(useSearch({ strict: false }));
  const navigate = useNavigate();
  const change = (next: Partial<Place>): void => {
    void navigate({ to: '.', search: { ...place, ...next }, replace: true, resetScroll: false });
  };
  return [place, change] as const;
};

/** Which messages are listed, kept in the address. */
export const useGalleryPlace = () => usePlace(gallerySchema);

/** As whom, in which locale and how the message is looked at, kept in the address. */
export const useMessagePlace = () => usePlace(messageSchema);

/** Which file of a message is edited, and how it is looked at meanwhile. */
export const useEditPlace = () => usePlace(editSchema);

/** The key of the message that the address names. */
export const useMessageKey = (): string =>
  z.object({ key: z.string().default('') }).parse(useParams({ strict: false })).key;
