// What all elements share: how text, links, buttons and fields look. Every `Part` has it; `[Part.styles, css`…`]` adds to it.
// Classes: `card` a raised surface, `mark` what is only simulated, `stack` children below each other with space, `row` beside each other and wrapping, `grid`
// as many columns as fit, `quiet` secondary text, `number` digits of one width, `chip` a short state with `good`, `warn`, `bad`,
// `hidden` for screen readers only, `lead` the sentence below a heading,
// `on-paper` what is printed only. Buttons: `primary`, `plain`, `small`.
import { css } from "lit";

export const shared = css`
  :host { display: block; }
  :host([hidden]), [hidden] { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }

  h1, h2, h3, p, ul, ol, dl, dd, figure, fieldset, blockquote { margin: 0; padding: 0; }
  h1 { font-size: var(--step-3); font-weight: 680; line-height: 1.15; letter-spacing: -0.02em; text-wrap: balance; }
  h2 { font-size: var(--step-1); font-weight: 640; line-height: 1.3; letter-spacing: -0.01em; }
  h3 { font-size: var(--step-0); font-weight: 640; }
  h1:focus { outline: none; }
  ul, ol { list-style: none; }
  fieldset { border: 0; min-inline-size: 0; }
  legend { padding: 0; }
  code, .code { font-family: var(--font-mono); font-size: 0.9em; overflow-wrap: anywhere; }

  a { color: var(--accent); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
  a:hover { color: var(--accent-strong); text-decoration-thickness: 2px; }

  :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: var(--round-small); }

  button, .button {
    display: inline-flex; align-items: center; justify-content: center; gap: var(--space-2);
    min-block-size: 2.5rem; padding: 0.4rem 1rem; border: 1px solid var(--line-strong); border-radius: var(--round-small);
    background: var(--surface-raised); color: var(--text); font: inherit; font-weight: 550; text-align: center; text-decoration: none; cursor: pointer;
    transition: background var(--quick), border-color var(--quick);
  }
  button:hover, .button:hover { background: var(--surface-hover); color: var(--text); }
  button.primary, .button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
  button.primary:hover, .button.primary:hover { background: var(--accent-strong); border-color: var(--accent-strong); color: var(--on-accent); }
  button.plain { border-color: transparent; background: none; color: var(--accent); padding-inline: 0.5rem; }
  button.plain:hover { background: var(--surface-hover); }
  button.small { min-block-size: 1.875rem; padding: 0.15rem 0.6rem; font-size: var(--step--1); }
  button:disabled, button[aria-disabled="true"] { background: var(--surface-hover); border-color: var(--line); color: var(--text-quiet); cursor: not-allowed; }

  label, .label { display: block; font-weight: 600; }
  .hint { color: var(--text-quiet); font-size: var(--step--1); font-weight: 400; }
  input, select, textarea {
    display: block; inline-size: 100%; min-block-size: 2.5rem; padding: 0.45rem 0.7rem; font: inherit; color: var(--text);
    background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--round-small);
  }
  input[type="checkbox"], input[type="radio"] { display: inline-block; inline-size: 1.25rem; min-block-size: 1.25rem; accent-color: var(--accent); }
  input[type="range"] { padding: 0; border: 0; background: none; accent-color: var(--accent); }
  input[aria-invalid="true"], textarea[aria-invalid="true"] { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
  .field { display: grid; gap: var(--space-1); }
  .fault { color: var(--bad); font-size: var(--step--1); }

  .card { background: var(--surface); border: 1px solid var(--line); border-radius: var(--round); padding: var(--space-5); box-shadow: var(--shadow); min-inline-size: 0; }
  .stack { display: grid; gap: var(--space-4); align-content: start; grid-template-columns: minmax(0, 1fr); }
  .stack.wide { gap: var(--space-5); }
  .row { display: flex; flex-wrap: wrap; gap: var(--space-3); align-items: center; }
  .row.apart { justify-content: space-between; }
  .grid { display: grid; gap: var(--space-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); }
  .lead { color: var(--text-quiet); max-inline-size: 42rem; text-wrap: pretty; }
  .prose { max-inline-size: 42rem; text-wrap: pretty; }
  .quiet { color: var(--text-quiet); }
  .small { font-size: var(--step--1); }
  .number { font-variant-numeric: tabular-nums; }
  .figure { font-size: var(--step-2); font-weight: 640; line-height: 1.2; letter-spacing: -0.015em; font-variant-numeric: tabular-nums; }
  .chip {
    display: inline-flex; align-items: center; gap: 0.35em; padding: 0.1rem 0.6rem; border-radius: 99rem; font-size: var(--step--1); font-weight: 550;
    background: var(--surface-hover); color: var(--text);
  }
  .chip.good { background: var(--good-quiet); color: var(--good); }
  .chip.warn { background: var(--warn-quiet); color: var(--warn); }
  .chip.bad { background: var(--bad-quiet); color: var(--bad); }
  .mark { padding: var(--space-3) var(--space-4); border: 2px dashed var(--warn); border-radius: var(--round); background: var(--warn-quiet); color: var(--warn); font-weight: 600; }
  .hidden { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  dl.pairs { display: grid; grid-template-columns: minmax(8rem, max-content) minmax(0, 1fr); gap: var(--space-2) var(--space-5); }
  dl.pairs dt { color: var(--text-quiet); }
  @media (width < 30rem) {
    h1 { font-size: 1.625rem; }
    .card { padding: var(--space-4); }
    dl.pairs { grid-template-columns: minmax(0, 1fr); gap: 0; }
    dl.pairs dd { margin-block-end: var(--space-3); }
  }
  .on-paper { display: none; }
  @media print {
    .card { border: 0; padding: 0; box-shadow: none; }
    .on-paper { display: block; }
    button, .button { display: none; }
    h2 { break-after: avoid; }
    a { color: inherit; }
    a[href^="http"]::after { content: " (" attr(href) ")"; overflow-wrap: anywhere; }
  }
`;
