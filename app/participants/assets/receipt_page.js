// The receipt page: copy the text, save a picture that holds both the text and the QR picture.

const tools = document.querySelector("[data-tools]");
const words = JSON.parse(tools.dataset.words);
const status = document.querySelector("[data-status]");
const text = document.querySelector("[data-receipt]");
const copy = tools.querySelector("[data-copy]");
const save = tools.querySelector("[data-save]");

copy.hidden = false;
copy.addEventListener("click", async () => {
  status.textContent = (await copied(text.dataset.receipt)) ? words.copied : words.failed;
});

async function copied(value) {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    getSelection().selectAllChildren(text);
    return document.execCommand("copy");
  }
}

const print = tools.querySelector("[data-print]");
print.hidden = false;
print.addEventListener("click", () => window.print());

const picture = document.querySelector("#receipt-picture");
picture.decode().then(draw).catch(() => {}); // the link then keeps the plain QR picture

function draw() {
  const canvas = document.createElement("canvas");
  canvas.width = 720;
  canvas.height = 900;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, 720, 900);
  pen.fillStyle = "#131525";
  pen.textAlign = "center";
  pen.font = "600 44px sans-serif";
  pen.fillText(words.heading, 360, 80, 660);
  pen.font = "28px sans-serif";
  pen.fillText(tools.dataset.title, 360, 130, 660);
  pen.imageSmoothingEnabled = false;
  pen.drawImage(picture, 85, 160, 550, 550);
  pen.font = "600 54px monospace";
  pen.fillText(text.dataset.receipt, 360, 785, 660);
  pen.font = "26px sans-serif";
  pen.fillText(`${location.host}/weiter`, 360, 845, 660);
  canvas.toBlob((blob) => {
    if (blob) save.href = URL.createObjectURL(blob);
  });
}

save.addEventListener("click", () => {
  status.textContent = words.saved;
});
