// Checks a receipt and its file in the browser: the file is never sent anywhere.
