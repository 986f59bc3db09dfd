import { Anchor } from '@mantine/core';
import { Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A link to a page by its path, `/journeys/$key`, the value in it and what is looked at there; its text alone where the studio has no such page. */
export const PageLink = (props: {
  page: string;
  value?: string;
  search?: Readonly<Record<string, string>>;
  children: ReactNode;
}) => {
  const { page, value = '', search, children } = props;
  const { routesByPath } = useRouter();
  if (!Object.hasOwn(routesByPath, page)) return <>{children}</>;
  const to = page.replace(/\$\w+/, () => encodeURIComponent(value));
  return (
    <Anchor
      inherit
      renderRoot={(more) => <Link to={to} {...(search === undefined ? {} : { search })} {...more} />}
    >
      {children}
    </Anchor>
  );
};
