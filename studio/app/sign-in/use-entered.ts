import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';

/** Addresses of our own pages only. */
const safePlace = (back: unknown): string =>
  typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : '/';

/** The page that the person wanted to see, and what follows once they are in. */
export const useEntered = (): { readonly back: string; readonly entered: () => Promise<void> } => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { search } = useLocation();
  const back = safePlace(Reflect.get(search, 'back'));
  return {
    back,
    entered: async () => {
      await queries.invalidateQueries({ queryKey: ['me'] });
      await navigate({ to: back, replace: true });
    },
  };
};
