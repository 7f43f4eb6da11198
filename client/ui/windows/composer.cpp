// SPDX-License-Identifier: MIT
#include "client/ui/windows/composer.h"
#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kLeastHeight = 44;
constexpr int kMostLines = 8;

} // namespace

Composer::Composer(QWidget *parent) : QPlainTextEdit(parent)
{
    setObjectName(u"composerEdit"_s);
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            &Composer::fit);
    fit();
}

void Composer::fit()
{
    // A plain text document counts its height in lines.
    const double lines = std::clamp(document()->size().height(), 1.0, double(kMostLines));
    const int margins = int(document()->documentMargin()) * 2 + frameWidth() * 2;
    const int height = int(std::ceil(lines * fontMetrics().lineSpacing())) + margins;
    setFixedHeight(std::max(kLeastHeight, height));
}

void Composer::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!isEnter || event->modifiers().testFlag(Qt::ShiftModifier))
        return QPlainTextEdit::keyPressEvent(event);
    const QString text = toPlainText();
    if (!text.trimmed().isEmpty())
        Q_EMIT textEntered(text);
}

} // namespace salon::client
