import { html, Component } from './view.js';
import { addSamples, changed, linked, series, serverNow } from './store.js';
import { language, named, t } from './i18n.js';
import { clock, unit, value } from './format.js';

const MINUTES = 30;
const LEAST_MINUTES = 5; // a line heard of for the first time has no half hour yet
let loading = null;

// uPlot is fetched when the first trend is opened: the board itself must be quick on a bad link.
function uplot() {
  if (!loading) {
    loading = new Promise((done, failed) => {
      const css = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'vendor/uplot.css' });
      const script = Object.assign(document.createElement('script'), { src: 'vendor/uplot.js' });
      script.onload = () => done(window.uPlot);
      script.onerror = () => { loading = null; failed(new Error('uplot')); };
      document.head.append(css, script);
    });
  }
  return loading;
}

// Bad values and gaps leave a hole.
const numeric = (row) => (row[2] === 'bad' || row[2] === 'gap' ? null : row[1] === true ? 1 : row[1] === false ? 0 : typeof row[1] === 'number' ? row[1] : null);

export class Trend extends Component {
  constructor(props) {
    super(props);
    this.state = { point: props.point || props.line.trendPoint, points: [], problem: false, loaded: false };
    this.box = null;
  }

  componentDidMount() {
    this.alive = true;
    this.seen = new IntersectionObserver((e) => {
      this.visible = e[0].isIntersecting;
      if (this.visible) this.load();
    }, { rootMargin: '200px' });
    this.seen.observe(this.box);
    this.size = new ResizeObserver(() => this.plot && this.plot.setSize(this.area()));
    this.size.observe(this.box);
    this.poll = setInterval(() => this.more(), 2000);
  }

  componentWillUnmount() {
    this.alive = false;
    this.seen.disconnect();
    this.size.disconnect();
    clearInterval(this.poll);
    if (this.plot) this.plot.destroy();
  }

  // What came while the line was away, or comes from a backlog, is in the history only.
  reloadAfterAnOutage(before, now) {
    const back = before.freshness !== 'LIVE' && now.freshness === 'LIVE';
    if (back || (before.backfilling && !now.backfilling) || before.journal !== now.journal) {
      for (const wait of [1500, 8000]) setTimeout(() => this.alive && this.visible && this.load(true), wait);
    }
  }

  componentDidUpdate(before) {
    this.reloadAfterAnOutage(before.line, this.props.line);
    const first = this.props.line.trendPoint;
    // Until the reader chooses, the best point known: a page may be open before the device is connected.
    if (!this.props.point && !this.state.chosen && first && first !== this.state.point) { this.due = true; this.setState({ point: first }); }
    if (this.due && this.visible) { this.due = false; this.load(); }
    this.draw();
  }

  url(extra) {
    const path = this.props.line.key.split('/').map(encodeURIComponent).join('/');
    return `api/v1/lines/${path}/trend?point=${encodeURIComponent(this.state.point)}${extra}`;
  }

  async load(anew) {
    const { line } = this.props;
    const { point } = this.state;
    if (!point) return;
    if (series(line.key, point) && !anew) { this.draw(); return; }
    try {
      const response = await fetch(this.url(`&minutes=${MINUTES}`));
      if (!response.ok) throw new Error(response.status);
      const data = await response.json();
      addSamples(line.key, point, data.samples, true);
      if (this.alive) this.setState({ problem: false, loaded: true });
    } catch {
      if (this.alive) this.setState({ problem: true });
    }
  }

  // The default point comes with the stream; any other is asked for.
  async more() {
    const { line } = this.props;
    const { point, problem } = this.state;
    if (!this.visible || !linked() || !point) return;
    const kept = series(line.key, point);
    if (problem || !kept) { this.load(); return; }
    if (point === line.trendPoint) { this.draw(); return; }
    try {
      const since = kept.length ? `&since=${kept[kept.length - 1][0] - 1}` : '';
      const data = await (await fetch(this.url(`&minutes=${MINUTES}${since}`))).json();
      addSamples(line.key, point, data.samples, false);
      changed();
    } catch { /* the next round tries again */ }
  }

  async choices() {
    if (this.state.points.length) return;
    const response = await fetch(`api/v1/points?line=${encodeURIComponent(this.props.line.key)}`);
    if (response.ok && this.alive) this.setState({ points: (await response.json()).filter((p) => p.type !== 'text' && p.type !== 'string') });
  }

  area() {
    return { width: Math.max(120, this.box.clientWidth), height: Math.max(60, this.box.clientHeight) };
  }

  data() {
    const { line } = this.props;
    const rows = series(line.key, this.state.point) || [];
    const last = rows[rows.length - 1];
    const now = this.now();
    // A machine tells of changes only: while we hear of it, the last value holds.
    const held = last && line.freshness === 'LIVE' && linked() && last[0] / 1000 < now ? [[now * 1000, last[1], last[2]]] : [];
    const all = [...rows, ...held];
    return [all.map((r) => r[0] / 1000), all.map(numeric)];
  }

  async draw() {
    if (!this.visible || !this.box || !series(this.props.line.key, this.state.point)) return;
    const zone = this.props.zone;
    const made = `${this.state.point}${language()}${zone}`;
    const UPlot = await uplot().catch(() => null);
    if (!UPlot || !this.alive) return;
    if (this.plot && this.made !== made) { this.plot.destroy(); this.plot = null; }
    if (!this.plot) {
      this.made = made;
      this.plot = new UPlot(options(this.area(), zone, () => this.range()), this.data(), this.box);
    } else {
      this.plot.setData(this.data());
    }
  }

  now() {
    return (serverNow() - (this.props.line.clockOffsetMs || 0)) / 1000;
  }

  // The right edge is now (by the gateway's clock): what has stopped coming leaves an empty stretch.
  range() {
    const end = this.now();
    const rows = series(this.props.line.key, this.state.point) || [];
    const first = rows.length ? rows[0][0] / 1000 : 0;
    return [Math.max(end - MINUTES * 60, Math.min(first, end - LEAST_MINUTES * 60)), end];
  }

  render({ line }, { point, points, problem }) {
    const rows = point ? series(line.key, point) : null;
    const last = rows ? rows.findLast((r) => r[2] !== 'gap') : null;
    const chosen = points.find((p) => p.point === point);
    const known = chosen ? points : [{ point, name: point === line.trendPoint ? line.trendName : {} }];
    const u = unit(chosen ? chosen.unit : point === line.trendPoint ? line.trendUnit : null);
    return html`<div class="trend">
      <div class="trend-head">
        ${point && html`<label><span class="hidden">${t('trend.point')}</span>
          <select onFocus=${() => this.choices()} onPointerDown=${() => this.choices()} value=${point}
            onChange=${(e) => { this.due = true; this.setState({ point: e.target.value, chosen: true, problem: false }); }}>
            ${known.map((p) => html`<option key=${p.point} value=${p.point} selected=${p.point === point}>${label(p)}</option>`)}
          </select></label>`}
        ${last && html`<span class="trend-value">${value(last[1])}${u && ` ${u}`}${last[2] ? html` <em>${t(`quality.${last[2]}`)}</em>` : ''}</span>`}
      </div>
      <div class="trend-box" ref=${(e) => { this.box = e; }} role="img" aria-label=${point ? t('trend.label', { point }) : t('trend.none')}></div>
      ${problem ? html`<p class="trend-note">${t('trend.problem')}</p>`
        : !point ? html`<p class="trend-note">${t('trend.none')}</p>`
        : rows && !rows.length ? html`<p class="trend-note">${t('trend.empty')}</p>` : ''}
    </div>`;
  }
}

const label = (p) => (Object.keys(p.name || {}).length ? `${named(p.name, p.point)} · ${p.point}` : p.point || '');

function options(size, zone, range) {
  const css = getComputedStyle(document.documentElement);
  const ink = css.getPropertyValue('--faint').trim();
  const grid = { stroke: css.getPropertyValue('--grid').trim(), width: 1 };
  const font = '11px system-ui, sans-serif';
  return {
    ...size,
    padding: [6, 16, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: true, range }, y: { range: (u, low, high) => spread(low, high) } },
    axes: [
      { stroke: ink, grid: { show: false }, ticks: { show: false }, font, size: 20, gap: 2, space: 64, incrs: [60, 120, 300, 600, 1800, 3600], // the labels have no seconds
       
        values: (u, splits) => splits.map((s) => clock(s * 1000, zone)) },
      { stroke: ink, grid, ticks: { show: false }, font, size: 42, gap: 4, space: 20,
        values: (u, splits) => splits.map((s) => value(Math.abs(s) < 1e-9 ? 0 : s)) },
    ],
    series: [{}, { stroke: css.getPropertyValue('--trend').trim(), width: 1.5, fill: css.getPropertyValue('--trend-fill').trim(), spanGaps: false, points: { show: true, size: 4, filter: alone } }],
  };
}

// A value between two holes has no line to be on.
function alone(u) {
  const y = u.data[1];
  return y.flatMap((v, i) => (v != null && y[i - 1] == null && y[i + 1] == null ? [i] : []));
}

// A flat line in the middle, not a mountain of noise.
function spread(low, high) {
  if (low == null || high == null) return [0, 1];
  const middle = (low + high) / 2;
  const half = Math.max((high - low) / 2, Math.abs(middle) * 0.01, 1e-6) * 1.15;
  return [middle - half, middle + half];
}
