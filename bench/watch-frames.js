// Runs in a page before its own scripts: notes when a slider moves, and when the frame has ended in which a chart was drawn for it.
{
  /** When the slider moved, at first when the page was asked for; not a number once its frame was shown. */
  let moved = 0;
  /** What each chart showed when the worker answered the latest move; undefined until it has. At first any chart is new. */
  let before = new Map();
  let isDrawn = false;
  let isInFrame = false;
  const { port1, port2 } = new MessageChannel();
  // A frame's rendering follows its callbacks at once; this message comes behind it.
  port1.onmessage = () => {
    isInFrame = false;
    if (!isDrawn) return;
    window.noteFrame(performance.now() - moved);
    moved = Number.NaN;
    isDrawn = false;
  };
  const ask = window.requestAnimationFrame.bind(window);
  const inFrame = () => {
    isInFrame = true;
    port2.postMessage(null);
  };
  const onMove = (event) => {
    moved = event.timeStamp;
    before = undefined;
  };
  addEventListener("input", onMove, { capture: true });
  // Charts take turns: one that is drawn after a move may still have waited with what an earlier move asked for.
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    post.call(this, message, ...rest);
    if (message?.path?.[0] !== "simulate" || before !== undefined) return;
    const time = moved;
    const onAnswer = ({ data }) => {
      if (data?.id !== message.id) return;
      this.removeEventListener("message", onAnswer);
      if (time === moved)
        before = new Map([...document.querySelectorAll("epi-chart")].map((chart) => [chart, chart.spec]));
    };
    this.addEventListener("message", onAnswer);
  };
  // A chart begins to draw by clearing its canvas.
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    clear.apply(this, box);
    if (Number.isNaN(moved) || isDrawn || before === undefined) return;
    const chart = this.canvas.closest("epi-chart");
    if (moved !== 0 && before.get(chart) === chart?.spec) return;
    isDrawn = true;
    if (!isInFrame) ask(inFrame);
  };
  window.requestAnimationFrame = (callback) =>
    ask((time) => {
      inFrame();
      callback(time);
    });
}
