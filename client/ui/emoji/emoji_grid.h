// SPDX-License-Identifier: MIT
#pragma once
#include <QAbstractScrollArea>
#include <QStringList>

namespace salon::client {

//! Emoji under headings, eight a line. It draws only what is seen and never has the focus: keys
//! come by the functions.
class EmojiGrid : public QAbstractScrollArea {
    Q_OBJECT
public:
    struct Tile {
        QString text;
        QString name;
    };
    struct Section {
        QString title;
        QList<Tile> tiles;
    };
    static constexpr int kColumns = 8;

    explicit EmojiGrid(QWidget *parent = nullptr);

    void setSections(const QList<Section> &sections);
    void scrollTo(int section);
    //! The section that is at the top.
    int section() const;
    //! Goes to another tile; `columns` along the order, `lines` up or down.
    void move(int columns, int lines);
    //! Null while there are no tiles.
    const Tile *current() const;
    //! Lines that are seen at a time.
    int page() const;
    //! Where a tile is drawn, in the viewport.
    QRect tileRect(int section, int tile) const;
    int widthOfColumns() const;

Q_SIGNALS:
    void currentChanged();
    void scrolled();
    void picked(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    struct Line { // a heading, or tiles
        int section = 0;
        int first = 0;
        int count = 0; //!< 0 for a heading
        int y = 0;
    };
    struct Place {
        int line = -1;
        int column = 0;
    };
    void arrange();
    int tileSize() const;
    int heightOf(const Line &line) const;
    QRect rectOf(const Place &place) const;
    Place placeAt(QPoint point) const;
    const Tile &tileAt(const Place &place) const;
    void setCurrent(const Place &place);
    void showCurrent();
    void paintLine(QPainter &painter, size_t index) const;

    QList<Section> m_sections;
    std::vector<Line> m_lines;
    Place m_current;
    int m_height = 0;
};

} // namespace salon::client
