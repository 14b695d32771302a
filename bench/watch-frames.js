// Runs in a page before its own scripts: notes when a slider moves, and when the frame has ended in which a chart was drawn after it.
{
  /** When the slider moved, at first when the page was asked for; not a number once its frame was shown. */
  let moved = 0;
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
  addEventListener("input", (event) => (moved = event.timeStamp), { capture: true });
  // A chart begins to draw by clearing its canvas.
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    clear.apply(this, box);
    if (Number.isNaN(moved) || isDrawn) return;
    isDrawn = true;
    if (!isInFrame) ask(inFrame);
  };
  window.requestAnimationFrame = (callback) =>
    ask((time) => {
      inFrame();
      callback(time);
    });
}
