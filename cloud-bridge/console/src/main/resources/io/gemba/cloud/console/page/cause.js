import { html } from './view.js';
import { has, t } from './i18n.js';

// What gateways say in their own words, in the reader's; any other cause is shown as it came.
export function words(cause) {
  if (has(`cause.${cause}`)) return t(`cause.${cause}`);
  const sample = /^no sample yet of (.+)$/.exec(cause);
  if (sample) return t('cause.noSample', { point: sample[1] });
  const lost = /^the device (.+) is lost$/.exec(cause);
  if (lost) return t('cause.lost', { device: lost[1] });
  const machine = /^([^:]{1,40}): (.+)$/.exec(cause); // a line of several machines names the one
  return machine && has(`cause.${machine[2]}`) ? `${machine[1]}: ${t(`cause.${machine[2]}`)}` : cause;
}

export function cause(line) {
  if (line.state === 'OFFLINE') {
    return html`<p class="cause">${line.lastState ? t('offline.last', { state: t(`state.${line.lastState}`) }) : t('offline.none')}</p>`;
  }
  if (line.lastState == null) return html`<p class="cause">${t('noState')}</p>`;
  if (line.cause && line.cause.toUpperCase() !== line.state) return html`<p class="cause">${words(line.cause)}</p>`;
  return ['FAULT', 'STOPPED', 'IDLE'].includes(line.state) ? html`<p class="cause none">${t('cause.none')}</p>` : '';
}
