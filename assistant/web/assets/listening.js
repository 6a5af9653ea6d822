// Hears of every event. Gradio's page listens to one stream for all of its events, which the
// server ends when none is left; one that is begun in that moment would be waited for in vain.
// Here the stream goes on, without its end being told, as long as there is something to hear of.
(() => {
  const fetched = window.fetch;
  const waiting = new Set(); // events that have not ended
  const early = new Set(); // events that ended before the page was told that they had begun
  let beginning = 0; // requests that begin one

  const begin = async (request) => {
    beginning += 1;
    try {
      const answer = await fetched(...request);
      const event = answer.ok && (await answer.clone().json()).event_id;
      if (event && !early.delete(event)) waiting.add(event);
      return answer;
    } finally {
      beginning -= 1;
    }
  };

  // Whether a message is to be passed on: the end of a stream is not, where another one follows.
  const heard = (text) => {
    const message = text.startsWith("data:") ? JSON.parse(text.slice(5)) : {};
    if (message.msg === "process_completed" && !waiting.delete(message.event_id))
      early.add(message.event_id);
    return message.msg !== "close_stream" || (!beginning && !waiting.size);
  };

  const listen = async (request) => {
    const first = await fetched(request);
    if (!first.ok) return first;
    const decoder = new TextDecoder();
    const encoder = new TextEncoder();
    let reader = first.body.getReader();
    let rest = "";
    const pull = async (controller) => {
      const { done, value } = await reader.read();
      if (done) return controller.close();
      const texts = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = texts.pop();
      let passed = "";
      for (const text of texts) {
        if (heard(text)) passed += `${text}\n\n`;
        else reader = (await fetched(request)).body.getReader();
      }
      return passed ? controller.enqueue(encoder.encode(passed)) : pull(controller);
    };
    const stream = new ReadableStream({ pull, cancel: (reason) => reader.cancel(reason) });
    return new Response(stream, { status: first.status, headers: first.headers });
  };

  window.fetch = (...request) => {
    const path = new URL(request[0].url ?? request[0], document.baseURI).pathname;
    if (path.endsWith("/gradio_api/queue/join")) return begin(request);
    if (path.endsWith("/gradio_api/queue/data")) return listen(...request);
    return fetched(...request);
  };
})();
