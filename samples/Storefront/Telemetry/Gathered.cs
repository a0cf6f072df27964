using System.Collections;

namespace Storefront.Telemetry;

/// <summary>A collection that exporters add to while requests read it.</summary>
internal sealed class Gathered<T> : ICollection<T>
{
    private readonly List<T> _items = [];

    public int Count => Copy().Length;

    public bool IsReadOnly => false;

    public void Add(T item)
    {
        lock (_items)
        {
            _items.Add(item);
        }
    }

    public void Clear()
    {
        lock (_items)
        {
            _items.Clear();
        }
    }

    public bool Contains(T item) => Copy().Contains(item);

    public void CopyTo(T[] array, int arrayIndex) => Copy().CopyTo(array, arrayIndex);

    public bool Remove(T item)
    {
        lock (_items)
        {
            return _items.Remove(item);
        }
    }

    public IEnumerator<T> GetEnumerator() => Copy().AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private T[] Copy()
    {
        lock (_items)
        {
            return [.. _items];
        }
    }
}
