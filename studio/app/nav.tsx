import { NavLink } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';

import { Icon } from '../parts/icon.tsx';
import { useLanguage, useWords } from '../words/language.tsx';
import { allPages } from './all-pages.ts';
import { navGroups, type NavGroup, type StudioPage } from './page.ts';
import { useMay } from './session.tsx';
import { shellWords } from './shell-words.ts';
import classes from './shell.module.css';

const isAt = (path: string, place: string): boolean =>
  path === '/' ? place === '/' : place === path || place.startsWith(`${path}/`);

const pagesOf = (group: NavGroup): readonly StudioPage[] =>
  allPages
    .filter(({ nav }) => nav?.group === group)
    .toSorted((a, b) => (a.nav?.order ?? 0) - (b.nav?.order ?? 0));

/** The pages that the person may see, in groups. */
export const Nav = ({ onGo }: { onGo: () => void }) => {
  const words = useWords(shellWords);
  const { language } = useLanguage();
  const may = useMay();
  const place = useLocation().pathname.replace(/^\/studio/, '') || '/';
  const groups = navGroups
    .map((group) => ({ group, pages: pagesOf(group).filter(({ scopes }) => may(...scopes)) }))
    .filter(({ pages }) => pages.length > 0);
  return groups.map(({ group, pages }) => (
    <div key={group} role="group" aria-labelledby={`nav-${group}`}>
      <div className={classes['group']} id={`nav-${group}`}>
        {words[group]}
      </div>
      {pages.map(({ path, title, nav }) => (
        <NavLink
          key={path}
          renderRoot={(props) => <Link to={path} {...props} />}
          className={classes['link'] ?? ''}
          label={title[language]}
          active={isAt(path, place)}
          aria-current={isAt(path, place) ? 'page' : undefined}
          leftSection={<Icon path={nav?.icon ?? ''} />}
          onClick={onGo}
        />
      ))}
    </div>
  ));
};
