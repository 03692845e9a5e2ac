// Building elements. Everything that comes from outside goes in as text, never as markup.

/** Makes an element; strings among the children become text, nothing is made of null. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'data') Object.assign(made.dataset, value);
    else if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A part of the page there is once. */
export const byId = (id) => document.getElementById(id);

/** A new copy of a template. */
export const copyOf = (id) => byId(id).content.firstElementChild.cloneNode(true);

/** The part of something with several of its kind, by the name in `data-part`. */
export const part = (root, name) => root.querySelector(`[data-part="${name}"]`);

const SVG = 'http://www.w3.org/2000/svg';
const PATHS = {
  add: 'M12 5v14M5 12h14',
  back: 'M15 5l-7 7 7 7',
  battery: 'M3 8.5h15v7H3zM21 11v2M5.5 11v2M8.5 11v2M11.5 11v2',
  calendar: 'M4 6.5h16V20H4zM4 10.5h16M8 4v4M16 4v4M8 14h3M8 17h6',
  clip: 'M19 11.5l-7.3 7.3a4.6 4.6 0 0 1-6.5-6.5l7.9-7.9a3.1 3.1 0 0 1 4.4 4.4l-7.7 7.7a1.5 1.5 0 0 1-2.2-2.2l7-7',
  clock: 'M12 7v5l3 2M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z',
  close: 'M6 6l12 12M18 6L6 18',
  compose: 'M12 20h8M4 20l1-4L16.5 4.5a2.1 2.1 0 0 1 3 3L8 19l-4 1z',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  link: 'M14 5h5v5M19 5l-9 9M17 14v5H5V7h5',
  list: 'M4 6h16M4 12h16M4 18h16',
  mute: 'M4 9.5v5h3.5L12 18V6L7.5 9.500zM16 9.500l5 5M21 9.500l-5 5',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20c.8-3.5 3.8-5.5 7.5-5.500s6.7 2 7.5 5.5',
  phone:
    'M6 3.500l3.5 1 1 4-2 1.500a11 11 0 0 0 5.5 5.500l1.5-2 4 1 1 3.500c0 1.3-1 2.5-2.5 2.500C10.5 20.5 3.5 13.5 3.5 6c0-1.5 1.2-2.5 2.5-2.500z',
  power: 'M12 3v8M7 6a8 8 0 1 0 10 0',
  reply: 'M9 7L4 12l5 5M4 12h10a6 6 0 0 1 6 6',
  save: 'M12 4v11M7 10.500l5 5 5-5M5 20h14',
  send: 'M12 19V5M5.5 11.500L12 5l6.5 6.5',
  settings:
    'M4 7h9M19 7h1M4 17h1M11 17h9M16 4.500a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM8 14.500a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  signal: 'M4 19v-3M9 19v-6M14 19V9M19 19V5',
  sound: 'M4 9.500v5h3.500L12 18V6L7.5 9.500zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.500a7.8 7.8 0 0 1 0 11',
  ticks: 'M2 13l4 4 9-10M11 15.500l1.6 1.500L22 7',
  warning: 'M12 8v5M12 16.500v.1M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z',
};

/** A line drawing that screen readers pass over. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('class', 'icon');
  drawing.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  drawing.append(path);
  return drawing;
}

/** Puts the drawings in where the markup asks for them with `data-icon`. */
export function drawIcons(root) {
  for (const holder of root.querySelectorAll('[data-icon]')) holder.prepend(icon(holder.dataset.icon));
}
