import { createContext, type ReactNode, useContext, useLayoutEffect } from 'react';

import { useMe } from '../../app/session.tsx';

const PageTitle = createContext('');

/** Gives a page its general title, in the tab as well, until its own head says what it shows. */
export const PageTitleProvider = ({ title, children }: { title: string; children: ReactNode }) => {
  const { workspace } = useMe();
  // Before what the page itself says, which its head does in an effect that runs later.
  useLayoutEffect(() => {
    document.title = `${title} – ${workspace.name}`;
  }, [title, workspace.name]);
  return <PageTitle value={title}>{children}</PageTitle>;
};

/** What the page is called in general: "Person", not whose. */
export const usePageTitle = (): string => useContext(PageTitle);
