// SPDX-License-Identifier: MIT
#pragma once
#include <QPlainTextEdit>

namespace salon::client {

//! Where one writes: Enter sends, Shift+Enter breaks the line; grows with its text up to eight lines.
class Composer : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit Composer(QWidget *parent = nullptr);

Q_SIGNALS:
    void textEntered(const QString &text);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fit();
};

} // namespace salon::client
