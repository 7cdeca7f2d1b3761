/* Draws every [data-chart] with ECharts in the page's own colours; fetches ECharts only where a chart stands. */
(function () {
  "use strict";
  var source = document.currentScript.dataset.echarts;
  var drawn = [], loading = null;

  function colour(name) {
    var probe = document.createElement("span");
    probe.style.color = "var(" + name + ")";
    document.body.appendChild(probe);
    var value = window.getComputedStyle(probe).color;
    probe.remove();
    return value;
  }
  function theme() {
    var ink = colour("--ds-ink"), muted = colour("--ds-muted"), line = colour("--ds-line");
    var axis = { axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { color: muted }, splitLine: { lineStyle: { color: line } } };
    return {
      color: [1, 2, 3, 4, 5, 6].map(function (n) { return colour("--ds-series-" + n); }),
      backgroundColor: "transparent",
      textStyle: { color: ink, fontFamily: window.getComputedStyle(document.body).fontFamily },
      legend: { textStyle: { color: ink } },
      categoryAxis: axis, valueAxis: axis, timeAxis: axis, logAxis: axis
    };
  }
  function library() {
    if (window.echarts) { return Promise.resolve(); }
    loading = loading || new Promise(function (ready, failed) {
      var script = document.createElement("script");
      script.src = source; script.onload = ready; script.onerror = failed;
      document.head.appendChild(script);
    });
    return loading;
  }
  function draw(figure) {
    var place = figure.querySelector(".ds-chart-canvas"), given = document.getElementById(figure.dataset.chart);
    if (!place || !given) { return; }
    var still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    var options = Object.assign({ animation: !still, grid: { left: 8, right: 16, top: 24, bottom: 8, containLabel: true }, aria: { enabled: true } }, JSON.parse(given.textContent));
    if (options.tooltip !== undefined) { options.tooltip = Object.assign({}, options.tooltip, { renderMode: "richText" }); }
    var chart = window.echarts.init(place, theme(), { renderer: "canvas" });
    chart.setOption(options);
    if (figure.dataset.rowsUrl) {
      chart.on("click", function (point) {
        var url = new URL(figure.dataset.rowsUrl, window.location);
        url.searchParams.set("at", point.name);
        window.location = url;
      });
    }
    figure.dataset.drawn = "1";
    drawn.push({ figure: figure, chart: chart });
  }
  function wake(scope) {
    var figures = scope.querySelectorAll("[data-chart]:not([data-drawn])");
    if (figures.length) { library().then(function () { figures.forEach(draw); }); }
  }
  function redraw() {
    drawn.splice(0).forEach(function (one) { one.chart.dispose(); if (document.contains(one.figure)) { draw(one.figure); } });
  }
  document.addEventListener("DOMContentLoaded", function () { wake(document); });
  document.addEventListener("htmx:load", function (event) { wake(event.detail.elt); });
  document.addEventListener("ds:theme", redraw);
  window.addEventListener("resize", function () { drawn.forEach(function (one) { one.chart.resize(); }); });
})();
