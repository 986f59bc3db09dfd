/** What an element of MJML may have: its attributes, and the elements that may stand in it. */
export type MjmlReference = {
  readonly name: string;
  readonly attributes: readonly string[];
  readonly children: readonly string[];
};

const element = (name: string, attributes: string, children = ''): MjmlReference => ({
  name,
  attributes: attributes.split(' ').filter((one) => one !== ''),
  children: children.split(' ').filter((one) => one !== ''),
});

const box = 'padding padding-bottom padding-left padding-right padding-top';
const innerBox =
  'inner-padding inner-padding-bottom inner-padding-left inner-padding-right inner-padding-top';
const borders = 'border border-bottom border-left border-right border-top';

/** Attributes that every element of the body may have. */
export const commonAttributes: readonly string[] = ['css-class', 'mj-class'];

/** The elements of MJML that editors offer; those of `mj-attributes` are the others again. */
export const mjmlReference: readonly MjmlReference[] = [
  element(
    'mj-accordion',
    `border container-background-color font-family icon-align icon-height icon-position icon-unwrapped-alt icon-unwrapped-url icon-width icon-wrapped-alt icon-wrapped-url ${box}`,
    'mj-accordion-element mj-raw',
  ),
  element(
    'mj-accordion-element',
    'background-color border font-family icon-align icon-height icon-position icon-unwrapped-alt icon-unwrapped-url icon-width icon-wrapped-alt icon-wrapped-url',
    'mj-accordion-title mj-accordion-text mj-raw',
  ),
  element(
    'mj-accordion-text',
    `background-color color font-family font-size font-weight letter-spacing line-height ${box}`,
  ),
  element('mj-accordion-title', `background-color color font-family font-size font-weight ${box}`),
  element('mj-body', 'background-color id width', 'mj-raw mj-section mj-wrapper mj-hero'),
  element('mj-breakpoint', 'width'),
  element(
    'mj-button',
    `align background-color border-radius color container-background-color font-family font-size font-style font-weight height href inner-padding letter-spacing line-height name rel target text-align text-decoration text-transform title vertical-align width ${box} ${borders}`,
  ),
  element(
    'mj-carousel',
    `align border-radius container-background-color icon-width left-icon right-icon tb-border tb-border-radius tb-hover-border-color tb-selected-border-color tb-width thumbnails ${box}`,
    'mj-carousel-image',
  ),
  element(
    'mj-carousel-image',
    'alt border-radius href rel src target tb-border tb-border-radius thumbnails-src title',
  ),
  element(
    'mj-column',
    `background-color border-radius direction inner-background-color inner-border inner-border-bottom inner-border-left inner-border-radius inner-border-right inner-border-top vertical-align width ${box} ${borders}`,
    'mj-accordion mj-button mj-carousel mj-divider mj-image mj-raw mj-social mj-spacer mj-table mj-text mj-navbar',
  ),
  element(
    'mj-divider',
    `align border-color border-style border-width container-background-color width ${box}`,
  ),
  element('mj-font', 'href name'),
  element('mj-group', 'background-color direction vertical-align width', 'mj-column mj-raw'),
  element(
    'mj-head',
    '',
    'mj-attributes mj-breakpoint mj-html-attributes mj-font mj-preview mj-style mj-title mj-raw',
  ),
  element(
    'mj-hero',
    `background-color background-height background-position background-url background-width border-radius height inner-background-color mode vertical-align ${box} ${innerBox}`,
    'mj-accordion mj-button mj-carousel mj-divider mj-image mj-social mj-spacer mj-table mj-text mj-navbar mj-raw',
  ),
  element('mj-html-attributes', '', 'mj-selector'),
  element(
    'mj-image',
    `align alt border-radius container-background-color fluid-on-mobile font-size height href max-height name rel sizes src srcset target title usemap width ${box} ${borders}`,
  ),
  element(
    'mj-navbar',
    `align base-url hamburger ico-align ico-close ico-color ico-font-family ico-font-size ico-line-height ico-open ico-padding ico-padding-bottom ico-padding-left ico-padding-right ico-padding-top ico-text-decoration ico-text-transform ${box}`,
    'mj-navbar-link mj-raw',
  ),
  element(
    'mj-navbar-link',
    `color font-family font-size font-style font-weight href letter-spacing line-height name rel target text-decoration text-transform ${box}`,
  ),
  element('mj-preview', ''),
  element('mj-raw', 'position'),
  element(
    'mj-section',
    `background-color background-position background-position-x background-position-y background-repeat background-size background-url border-radius direction full-width gutter text-align text-padding ${box} ${borders}`,
    'mj-column mj-group mj-raw',
  ),
  element(
    'mj-social',
    `align border border-radius color container-background-color font-family font-size font-style font-weight icon-height icon-padding icon-size inner-padding line-height mode table-layout text-decoration text-padding vertical-align ${box}`,
    'mj-social-element mj-raw',
  ),
  element(
    'mj-social-element',
    `align alt background-color border border-radius color font-family font-size font-style font-weight href icon-height icon-padding icon-position icon-size line-height name rel sizes src srcset target text-decoration text-padding title vertical-align ${box}`,
  ),
  element('mj-spacer', `container-background-color height ${box} ${borders}`),
  element('mj-style', 'inline'),
  element(
    'mj-table',
    `align border cellpadding cellspacing color container-background-color font-family font-size font-weight line-height role table-layout vertical-align width ${box}`,
  ),
  element(
    'mj-text',
    `align background-color color container-background-color font-family font-size font-style font-weight height letter-spacing line-height text-decoration text-transform vertical-align ${box}`,
  ),
  element('mj-title', ''),
  element(
    'mj-wrapper',
    `background-color background-position background-position-x background-position-y background-repeat background-size background-url border-radius direction full-width gap gutter text-align text-padding ${box} ${borders}`,
    'mj-hero mj-raw mj-section',
  ),
  element('mjml', 'dir lang owa', 'mj-head mj-body'),
];
