import { html } from './view.js';

// One shape a state, so that colour is never the only sign.
const SHAPES = {
  RUNNING: 'M7 4.5v15l12.5-7.5z',
  FAULT: 'M10.4 3h3.2l-.5 11.5h-2.2zM12 17a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  STOPPED: 'M5 5h14v14H5z',
  IDLE: 'M6 4.5h4v15H6zM14 4.5h4v15h-4z',
  SETUP: 'M21 7.2a5.2 5.2 0 0 1-6.9 4.9l-7 7a2.3 2.3 0 0 1-3.2-3.2l7-7A5.2 5.2 0 0 1 17 2.2l-3 3 .6 3.2 3.2.6z',
  PLANNED: 'M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zm0 2.4a7.1 7.1 0 1 1 0 14.2 7.1 7.1 0 0 1 0-14.2zM10.9 7v5.6l4.4 2.6 1.1-1.8-3.2-1.9V7z',
  UNKNOWN: 'M8 8.4C8 5.7 9.700 4 12.200 4s4.200 1.600 4.200 3.900c0 1.800-.9 2.800-2.200 3.800-1 .8-1.300 1.200-1.300 2.300h-2.600c0-2.100.7-3.100 2.100-4.200.9-.7 1.200-1.100 1.200-1.800 0-.9-.6-1.500-1.500-1.500-1 0-1.600.7-1.600 1.900zM11.600 16.200a1.700 1.700 0 1 1 0 3.400 1.700 1.700 0 0 1 0-3.400z',
  OFFLINE: 'M8 2.500h2v5h4v-5h2v5h2v4a6 6 0 0 1-5 5.900V22h-2v-4.600A6 6 0 0 1 6 11.500v-4h2z',
};

export const icon = (state) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${SHAPES[state] || SHAPES.UNKNOWN} /></svg>`;
