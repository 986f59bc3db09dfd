import { Anchor } from '@mantine/core';
import { Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A link to a page by its path, `/journeys/$key`, the value in it and what is looked at there; its text alone where the studio has no such page. */
export const PageLink = (props: {
  page: string;
  value?: string;
  search?: Readonly<Record<string, string>>;
  /** Within a sentence, where its colour alone does not tell it from the words beside it. */
  inText?: boolean;
  children: ReactNode;
}) => {
  const { page, value = '', search, inText = false, children } = props;
  const { routesByPath } = useRouter();
  if (!Object.hasOwn(routesByPath, page)) return <>{children}</>;
  const to = page.replace(/\$\w+/, () => encodeURIComponent(value));
  return (
    <Anchor
      inherit
      underline={inText ? 'always' : 'hover'}
      renderRoot={(more) => <Link to={to} {...(search === undefined ? {} : { search })} {...more} />}
    >
      {children}
    </Anchor>
  );
};
